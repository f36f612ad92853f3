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
  private readonly counts: MinuteCounts<Refused>;

  constructor(
    private readonly runner: CommandRunner,
    private readonly clock: Clock,
    logger: Logger,
  ) {
    this.counts = new MinuteCounts({
      pairOf: ({ account, address, reason }) => JSON.stringify([account, address, reason]),
      kindOf: ({ reason }) => reason,
      ofMany: (refused) => ({ ...refused, account: MANY, address: MANY }),
      // The reason is part of the pair, so all are of one kind.
      tell: ([{ refused, count }]) => this.write({ ...refused, count }),
      logger,
      failure: 'refused sign-ins could not be told to the audit',
    });
  }

  refused(refused: Refused): void {
    this.counts.add(refused);
  }

  /** Writes what has not been written. */
  close(): Promise<void> {
    return this.counts.close();
  }

  private async write(data: RefusedSignIns): Promise<void> {
    const context = systemContext('sign-in', this.clock.now());
    const event: SignInEvent = { type: 'sign_ins_refused', data };
    await this.runner.run(signInAggregate, signInStream(newId()), context, () => [event]);
  }
}
