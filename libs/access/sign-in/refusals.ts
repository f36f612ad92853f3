import { systemContext } from '../../event-sourcing/command-context.js';
import type { CommandRunner } from '../../event-sourcing/command-runner.js';
import type { Clock } from '../../platform/clock.js';
import { newId } from '../../platform/ids.js';
import type { Logger } from '../../platform/logging/logger.js';
import { signInAggregate, signInStream, type RefusedSignIns, type SignInEvent } from '../sign-in-record.js';

const WINDOW_MS = 60_000;
/** More pairs of account and address than that within a minute count as one. */
const MOST_PAIRS = 1_000;
const MANY = 'many';

type Refused = Omit<RefusedSignIns, 'count'>;

/** What came after the first refusal, until the timer. */
interface Counted {
  readonly refused: Refused;
  readonly timer: NodeJS.Timeout;
  count: number;
}

/**
 * Tells the audit of refused sign-ins: of the first one at once, of more by the same account and address once a minute.
 * So nobody floods the log.
 */
export class SignInRefusals {
  private readonly counts = new Map<string, Counted>();
  private writing: Promise<void> = Promise.resolve();

  constructor(
    private readonly runner: CommandRunner,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  refused(refused: Refused): void {
    const key = JSON.stringify([refused.account, refused.address, refused.reason]);
    const known = this.counts.get(key);
    if (known) {
      known.count += 1;
    } else if (this.counts.size < MOST_PAIRS || refused.account === MANY) {
      const timer = setTimeout(() => this.flush(key), WINDOW_MS).unref();
      this.counts.set(key, { refused, timer, count: 0 });
      this.write({ ...refused, count: 1 });
    } else {
      this.refused({ ...refused, account: MANY, address: MANY });
    }
  }

  /** Writes what has not been written. */
  async close(): Promise<void> {
    for (const key of [...this.counts.keys()]) this.flush(key);
    await this.writing;
  }

  private flush(key: string): void {
    const counted = this.counts.get(key);
    this.counts.delete(key);
    clearTimeout(counted?.timer);
    if (counted && counted.count > 0) this.write({ ...counted.refused, count: counted.count });
  }

  private write(data: RefusedSignIns): void {
    const context = systemContext('sign-in', this.clock.now());
    const event: SignInEvent = { type: 'sign_ins_refused', data };
    this.writing = this.writing.then(() =>
      this.runner
        .run(signInAggregate, signInStream(newId()), context, () => [event])
        .then(
          () => undefined,
          (error: unknown) => this.logger.error({ err: error }, 'refused sign-ins could not be told to the audit'),
        ),
    );
  }
}
