import type { Clock } from '../../platform/clock.js';
import { RecentAnswers } from '../../platform/recent-answers.js';

/** So many answers are kept. */
const MOST_KEPT = 100;
/** The last point of a line moves with each step, so a part of it makes no difference that anybody sees. */
const PART_OF_STEP = 10;
const MOST_MS = 60_000;

interface Stepped {
  readonly stepSeconds: number;
}

/** Series that were read a moment ago: long ones are costly, and many pages ask for the same ones. */
export class RecentSeries<Series extends Stepped> {
  private readonly answers: RecentAnswers<Series>;

  constructor(clock: Clock) {
    this.answers = new RecentAnswers(MOST_KEPT, clock);
  }

  /** The series of this name, at most a tenth of its step and a minute old. */
  of(name: string, read: () => Promise<Series>): Promise<Series> {
    return this.answers.of(name, read, ({ stepSeconds }) => Math.min((stepSeconds * 1000) / PART_OF_STEP, MOST_MS));
  }
}
