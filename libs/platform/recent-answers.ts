import QuickLRU from 'quick-lru';
import type { Clock } from './clock.js';

interface Kept<Answer> {
  readonly answer: Promise<Answer>;
  /** Epoch milliseconds; infinite until it is made, so that all who ask meanwhile get the same one. */
  until: number;
}

/** Costly answers that were made a moment ago, by name: all who ask within that time share one. A failure is not kept. */
export class RecentAnswers<Answer> {
  private readonly kept: QuickLRU<string, Kept<Answer>>;

  /** @param most the number of answers that are kept */
  constructor(
    most: number,
    private readonly clock: Clock,
  ) {
    this.kept = new QuickLRU({ maxSize: most });
  }

  /** True if the next one who asks gets what is kept. */
  has(name: string): boolean {
    return (this.kept.peek(name)?.until ?? 0) > this.clock.now().getTime();
  }

  /** @param keptMs how long an answer is kept */
  of(name: string, make: () => Promise<Answer>, keptMs: (answer: Answer) => number): Promise<Answer> {
    const known = this.kept.get(name);
    if (known && known.until > this.clock.now().getTime()) return known.answer;
    const kept: Kept<Answer> = { answer: this.noted(name, make, keptMs), until: Infinity };
    this.kept.set(name, kept);
    return kept.answer;
  }

  private async noted(name: string, make: () => Promise<Answer>, keptMs: (answer: Answer) => number): Promise<Answer> {
    try {
      const answer = await make();
      const own = this.kept.peek(name);
      if (own) own.until = this.clock.now().getTime() + keptMs(answer);
      return answer;
    } catch (error) {
      this.kept.delete(name);
      throw error;
    }
  }
}
