import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '../platform/logging/logger.js';
import type { OpenTriggers } from './open-triggers.js';
import type { GuardrailSaga } from './saga-process.js';

const SWEEP_MS = 5_000;
/** A breach is acted upon within a second; one that is open for so long was lost on the way. */
export const OVERDUE_MS = 10_000;

/**
 * Takes up again every trigger whose action is overdue: one that was parked, or that the saga's checkpoint has passed.
 * The saga's steps find their own traces, so whatever it had done already is not done twice.
 */
export class ActionSweep {
  constructor(
    private readonly triggers: OpenTriggers,
    private readonly saga: GuardrailSaga,
    private readonly logger: Logger,
    private readonly everyMs = SWEEP_MS,
    private readonly overdueMs = OVERDUE_MS,
  ) {}

  /** Sweeps until the signal aborts. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      for (const breach of this.triggers.olderThan(this.overdueMs)) {
        if (signal.aborted) return;
        const { id: trigger, experiment, guardrail } = breach;
        try {
          await this.saga.act(breach);
          this.logger.warn({ trigger, experiment, guardrail }, 'an overdue guardrail action was taken up again');
        } catch (error) {
          this.logger.error(
            { err: error, trigger, experiment, guardrail },
            'a guardrail action is overdue, and failed again; the next sweep tries once more',
          );
        }
      }
      await sleep(this.everyMs, undefined, { signal }).catch(() => undefined);
    }
  }
}
