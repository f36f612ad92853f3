import type { Author } from '../event-sourcing/author.js';
import { contextBy } from '../event-sourcing/command-context.js';
import type { CommandRunner } from '../event-sourcing/command-runner.js';
import type { Clock } from '../platform/clock.js';
import { newId } from '../platform/ids.js';
import type { Logger } from '../platform/logging/logger.js';
import {
  accessRecordAggregate,
  accessRecordStream,
  type AccessRecordEvent,
  type Export,
  type RefusedCommands,
} from './access-record.js';
import { MinuteCounts } from './minute-counts.js';

const MANY = 'many';
const NOBODY: Author = { kind: 'system', id: 'system', name: 'Many accounts' };

interface Refused {
  readonly by: Author;
  readonly command: Omit<RefusedCommands, 'count' | 'account'>;
}

/** Tells the audit of refused commands and of exports. */
export class AccessRecords {
  private readonly counts = new MinuteCounts<Refused>(
    ({ by, command }) => JSON.stringify([by.id, Object.values(command)]),
    ({ command }) => ({ by: NOBODY, command: { ...command, address: MANY, route: MANY, code: MANY } }),
    (refused, count) => this.writeRefused(refused, count),
  );
  private writing: Promise<void> = Promise.resolve();

  constructor(
    private readonly runner: CommandRunner,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  refused(by: Author, command: Refused['command']): void {
    this.counts.add({ by, command });
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

  private writeRefused({ by, command }: Refused, count: number): void {
    const account = by === NOBODY ? MANY : by.id;
    this.writing = this.writing
      .then(() => this.append(by, { type: 'commands_refused', data: { account, ...command, count } }))
      .catch((error: unknown) => this.logger.error({ err: error }, 'refused commands could not be told to the audit'));
  }

  private async append({ kind, id, name }: Author, event: AccessRecordEvent): Promise<void> {
    const context = contextBy({ kind, id, name }, this.clock.now());
    await this.runner.run(accessRecordAggregate, accessRecordStream(newId()), context, () => [event]);
  }
}
