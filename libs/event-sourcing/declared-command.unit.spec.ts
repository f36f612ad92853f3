import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { CommandBus, CqrsModule } from '@nestjs/cqrs';
import { describe, expect, it } from '@jest/globals';
import {
  parsePosition,
  type Appended,
  type EventStore,
  type NewEvent,
  type StoredEvent,
} from '../event-store/index.js';
import { conflict } from '../primitives/refusal.js';
import type { Aggregate } from './aggregate.js';
import { systemContext } from './command-context.js';
import { CommandRunner } from './command-runner.js';
import { declareCommand, handlersOf, onStream } from './declared-command.js';
import type { DomainEvent } from './decider.js';
import { eventCodec } from './event-codec.js';
import { Watermark } from './watermark.js';

type Raised = DomainEvent<'raised', { readonly by: number }>;

/** A count that is raised. */
const counter: Aggregate<number, Raised> = {
  category: 'counter',
  codec: eventCodec<Raised>({ raised: 1 }),
  initialState: 0,
  evolve: (count, { data }) => count + data.by,
};

const raisedBy = (by: number): Raised[] => [{ type: 'raised', data: { by } }];

/** What a command asks beside its stream. */
abstract class Limits {
  abstract of(key: string): Promise<number>;
}

interface Raise {
  readonly key: string;
  readonly by: number;
}

const streamOf = ({ key }: { readonly key: string }): string => `counter-${key}`;

const raise = onStream(counter, streamOf, (_, { by }: Raise) => raisedBy(by));

const commands = {
  RaiseCount: declareCommand('RaiseCount', raise),
  LowerCount: declareCommand('LowerCount', ({ key, by }: Raise, context, runner) =>
    raise({ key, by: -by }, context, runner),
  ),
};

const limited = {
  RaiseWithinLimit: declareCommand(
    'RaiseWithinLimit',
    onStream(counter, streamOf, async (count, { key, by }: Raise, _, __, limits: Limits) => {
      if (count + by > (await limits.of(key))) throw conflict('too_high', `the count of ${key} would be too high`);
      return raisedBy(by);
    }),
    Limits,
  ),
};

/** A store in memory for commands that come one by one. */
function storeInMemory(): EventStore {
  const log: StoredEvent[] = [];
  const append = (stream: string, events: readonly NewEvent[]): Promise<Appended> => {
    for (const event of events) {
      const revision = log.filter((stored) => stored.stream === stream).length;
      const position = parsePosition(String(log.length).padStart(16, '0'));
      log.push({ ...event, stream, revision, position, recordedAt: new Date(0).toISOString() });
    }
    const last = log.at(-1);
    return last ? Promise.resolve(last) : Promise.reject(new Error('nothing to append'));
  };
  async function* read(stream: string): AsyncIterable<StoredEvent> {
    yield* await Promise.resolve(log.filter((stored) => stored.stream === stream));
  }
  // A command uses no more of a store.
  return { append, read } as unknown as EventStore;
}

async function startBus(...providers: ReturnType<typeof handlersOf>): Promise<CommandBus> {
  const runner = new CommandRunner(storeInMemory(), new Watermark());

  @Module({
    imports: [CqrsModule.forRoot()],
    providers: [
      ...providers,
      { provide: CommandRunner, useValue: runner },
      { provide: Limits, useValue: { of: () => Promise.resolve(10) } },
    ],
  })
  class Root {}

  const app = await NestFactory.createApplicationContext(Root, { logger: false });
  return app.get(CommandBus);
}

const context = () => systemContext('test', new Date(0));

describe('a declared command', () => {
  it('has its input as fields beside its context, and its name', () => {
    const given = context();
    const command = new commands.RaiseCount(given, { key: 'a', by: 2 });
    expect(command).toMatchObject({ context: given, key: 'a', by: 2 });
    expect([command.constructor.name, commands.RaiseCount.Handler.name]).toEqual(['RaiseCount', 'RaiseCountHandler']);
  });

  it('is decided from its stream and appended there, by its own handler among several', async () => {
    const bus = await startBus(...handlersOf(commands));
    await bus.execute(new commands.RaiseCount(context(), { key: 'a', by: 5 }));
    await bus.execute(new commands.RaiseCount(context(), { key: 'b', by: 1 }));
    const { state, revision } = await bus.execute(new commands.LowerCount(context(), { key: 'a', by: 2 }));
    // Typed as the aggregate's state: a number.
    const lowered: number = state;
    expect([lowered, revision]).toEqual([3, 1]);
  });

  it('asks the port that it names, and may refuse', async () => {
    const bus = await startBus(...handlersOf(commands, limited));
    const raiseTo = (by: number) => bus.execute(new limited.RaiseWithinLimit(context(), { key: 'a', by }));
    expect((await raiseTo(10)).state).toBe(10);
    await expect(raiseTo(1)).rejects.toMatchObject({ code: 'too_high' });
  });

  it('is another than one of the same name', async () => {
    const same = {
      One: declareCommand('Same', () => Promise.resolve(1)),
      Two: declareCommand('Same', () => Promise.resolve(2)),
    };
    const bus = await startBus(...handlersOf(same));
    const answers = [await bus.execute(new same.One(context(), {})), await bus.execute(new same.Two(context(), {}))];
    expect(answers).toEqual([1, 2]);
  });

  it('is refused by a bus whose module does not list its handler', async () => {
    const bus = await startBus(...handlersOf(commands));
    const execute = () => bus.execute(new limited.RaiseWithinLimit(context(), { key: 'a', by: 1 }));
    expect(execute).toThrow('RaiseWithinLimit');
  });
});
