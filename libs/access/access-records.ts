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
  private readonly counts = new MinuteCounts<Refused>({
    pairOf: ({ by, address }) => JSON.stringify([by.id, address]),
    kindOf: ({ command }) => JSON.stringify(command),
    ofMany: ({ command }) => ({ by: NOBODY, address: MANY, command }),
    tell: (refusals) => this.writeRefused(refusals),
  });
  private writing: Promise<void> = Promise.resolve();
  private readonly runner: CommandRunner;

  constructor(
    store: EventStore,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {
    // With a watermark of its own: no query of this process waits for what only the audit shows.
    this.runner = new CommandRunner(store, new Watermark());
  }

  refused(by: Author, address: string, command: RefusedCommand): void {
    this.counts.add({ by, address, command });
  }

  /** Resolves once the export is in the log: none is given out that the audit does not have. */
  async exported(by: Author, what: Omit<Export, 'account'>): Promise<void> {
    await this.append(by, { type: 'exported', data: { account: by.id, ...what } });
  }

  /** Writes what has not been written. */
  async close(): Promise<void> {
    this.counts.flush();
    await this.writing;
  }

  private writeRefused(refusals: readonly Counted<Refused>[]): void {
    const [first] = refusals;
    if (!first) return;
    const { by, address } = first.refused;
    const account = by === NOBODY ? MANY : by.id;
    const commands = refusals.map(({ refused: { command }, count }) => ({ ...command, count }));
    this.writing = this.writing
      .then(() => this.append(by, { type: 'commands_refused', data: { account, address, commands } }))
      .catch((error: unknown) => this.logger.error({ err: error }, 'refused commands could not be told to the audit'));
  }

  private async append({ kind, id, name }: Author, event: AccessRecordEvent): Promise<void> {
    const context = contextBy({ kind, id, name }, this.clock.now());
    await this.runner.run(accessRecordAggregate, accessRecordStream(newId()), context, () => [event]);
  }
}
