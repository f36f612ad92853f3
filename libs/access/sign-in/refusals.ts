import { systemContext } from '../../event-sourcing/command-context.js';
import type { CommandRunner } from '../../event-sourcing/command-runner.js';
import type { Clock } from '../../platform/clock.js';
import { newId } from '../../platform/ids.js';
import type { Logger } from '../../platform/logging/logger.js';
import { MinuteCounts } from '../minute-counts.js';
import { signInAggregate, signInStream, type RefusedSignIns, type SignInEvent } from '../sign-in-record.js';

const MANY = 'many';

type Refused = Omit<RefusedSignIns, 'count'>;

/** Tells the audit of refused sign-ins, by account, address and minute. */
export class SignInRefusals {
  private readonly counts = new MinuteCounts<Refused>({
    pairOf: ({ account, address, reason }) => JSON.stringify([account, address, reason]),
    kindOf: ({ reason }) => reason,
    ofMany: (refused) => ({ ...refused, account: MANY, address: MANY }),
    tell: (refusals) => refusals.forEach(({ refused, count }) => this.write({ ...refused, count })),
  });
  private writing: Promise<void> = Promise.resolve();

  constructor(
    private readonly runner: CommandRunner,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  refused(refused: Refused): void {
    this.counts.add(refused);
  }

  /** Writes what has not been written. */
  async close(): Promise<void> {
    this.counts.flush();
    await this.writing;
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
