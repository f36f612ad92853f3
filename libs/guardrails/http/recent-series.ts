import QuickLRU from 'quick-lru';
import type { Clock } from '../../platform/clock.js';

/** So many answers are kept. */
const MOST_KEPT = 100;
/** The last point of a line moves with each step, so a part of it makes no difference that anybody sees. */
const PART_OF_STEP = 10;
const MOST_MS = 60_000;

interface Stepped {
  readonly stepSeconds: number;
}

interface Kept<Series> {
  readonly answer: Promise<Series>;
  /** Epoch milliseconds; infinite until it is made, so that all who ask meanwhile get the same one. */
  until: number;
}

/** Series that were read a moment ago: long ones are costly, and many pages ask for the same ones. */
export class RecentSeries<Series extends Stepped> {
  private readonly kept = new QuickLRU<string, Kept<Series>>({ maxSize: MOST_KEPT });

  constructor(private readonly clock: Clock) {}

  /** The series of this name, at most a tenth of its step and a minute old. */
  of(name: string, read: () => Promise<Series>): Promise<Series> {
    const known = this.kept.get(name);
    if (known && known.until > this.clock.now().getTime()) return known.answer;
    const kept: Kept<Series> = { answer: this.noted(name, read), until: Infinity };
    this.kept.set(name, kept);
    return kept.answer;
  }

  private async noted(name: string, read: () => Promise<Series>): Promise<Series> {
    try {
      const series = await read();
      const own = this.kept.peek(name);
      const keptFor = Math.min((series.stepSeconds * 1000) / PART_OF_STEP, MOST_MS);
      if (own) own.until = this.clock.now().getTime() + keptFor;
      return series;
    } catch (error) {
      this.kept.delete(name);
      throw error;
    }
  }
}
