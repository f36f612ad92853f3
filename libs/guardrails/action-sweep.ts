import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '../platform/logging/logger.js';
import type { OpenTriggers } from './open-triggers.js';
import type { GuardrailSaga } from './saga-process.js';

const SWEEP_MS = 5_000;
/** Breaches are normally acted upon within a second; one that is open for this long is overdue. */
export const OVERDUE_MS = 10_000;

/**
 * Retries every trigger whose action is overdue, because it was parked or the saga's checkpoint has passed it. The
 * saga's steps are idempotent, so nothing is done twice.
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
          this.logger.warn({ trigger, experiment, guardrail }, 'an overdue guardrail action was retried');
        } catch (error) {
          this.logger.error(
            { err: error, trigger, experiment, guardrail },
            'an overdue guardrail action failed again; the next sweep retries it',
          );
        }
      }
      await sleep(this.everyMs, undefined, { signal }).catch(() => undefined);
    }
  }
}
