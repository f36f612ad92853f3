import type { Position, StoredEvent } from '../event-store/index.js';
import { prefixOf, decodeFor } from '../event-sourcing/aggregate.js';
import type { LiveFold } from '../projections/index.js';
import { checkAggregate, checkStream, type CheckResult } from './check.events.js';

export interface CheckAnswer {
  readonly results: readonly CheckResult[];
  readonly position: Position;
}

/** Delivers the monitor's answers to the requests of this process that wait for them. */
export class CheckAnswers implements LiveFold {
  readonly prefixes = [prefixOf(checkAggregate)];
  private readonly waiting = new Map<string, (answer: CheckAnswer) => void>();

  apply(event: StoredEvent): void {
    const check = decodeFor(checkAggregate, event);
    if (check.type !== 'check_answered') return;
    this.waiting.get(event.stream)?.({ results: check.data.results, position: event.position });
  }

  /** Call it before the check is requested. It resolves to undefined after the timeout. */
  expect(id: string, timeoutMs: number): Promise<CheckAnswer | undefined> {
    const stream = checkStream(id);
    return new Promise((resolve) => {
      const done = (answer: CheckAnswer | undefined): void => {
        clearTimeout(timer);
        this.waiting.delete(stream);
        resolve(answer);
      };
      const timer = setTimeout(() => done(undefined), timeoutMs);
      this.waiting.set(stream, done);
    });
  }
}
