import type { Author } from '../event-sourcing/author.js';
import { contextBy } from '../event-sourcing/command-context.js';
import { CommandRunner } from '../event-sourcing/command-runner.js';
import { Watermark } from '../event-sourcing/watermark.js';
import type { EventStore } from '../event-store/index.js';
import type { Clock } from '../platform/clock.js';
import { newId } from '../platform/ids.js';
import type { Logger } from '../platform/logging/logger.js';
import {
  accessRecordAggregate,
  accessRecordStream,
  type AccessRecordEvent,
  type Export,
  type RefusedCommand,
} from './access-record.js';
import { MinuteCounts, type Counted } from './minute-counts.js';

const MANY = 'many';
const NOBODY: Author = { kind: 'system', id: 'system', name: 'Many accounts' };

interface Refused {
  readonly by: Author;
  readonly address: string;
  readonly command: RefusedCommand;
}

/** Tells the audit of refused commands and of exports. */
export class AccessRecords {
  private readonly counts: MinuteCounts<Refused>;
  private readonly runner: CommandRunner;

  constructor(
    store: EventStore,
    private readonly clock: Clock,
    logger: Logger,
  ) {
    // With a watermark of its own: no query of this process waits for what only the audit shows.
    this.runner = new CommandRunner(store, new Watermark());
    this.counts = new MinuteCounts({
      pairOf: ({ by, address }) => JSON.stringify([by.id, address]),
      kindOf: ({ command }) => JSON.stringify(command),
      ofMany: ({ command }) => ({ by: NOBODY, address: MANY, command }),
      tell: (refusals) => this.writeRefused(refusals),
      logger,
      failure: 'refused commands could not be told to the audit',
    });
  }

  refused(by: Author, address: string, command: RefusedCommand): void {
    this.counts.add({ by, address, command });
  }

  /** Resolves once the export is in the log: none is given out that the audit does not have. */
  async exported(by: Author, what: Omit<Export, 'account'>): Promise<void> {
    await this.append(by, { type: 'exported', data: { account: by.id, ...what } });
  }

  /** Writes what has not been written. */
  close(): Promise<void> {
    return this.counts.close();
  }

  private writeRefused(refusals: readonly [Counted<Refused>, ...Counted<Refused>[]]): Promise<void> {
    const { by, address } = refusals[0].refused;
    const account = by === NOBODY ? MANY : by.id;
    const commands = refusals.map(({ refused: { command }, count }) => ({ ...command, count }));
    return this.append(by, { type: 'commands_refused', data: { account, address, commands } });
  }

  private async append({ kind, id, name }: Author, event: AccessRecordEvent): Promise<void> {
    const context = contextBy({ kind, id, name }, this.clock.now());
    await this.runner.run(accessRecordAggregate, accessRecordStream(newId()), context, () => [event]);
  }
}
