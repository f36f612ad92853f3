import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  Column,
  Entity,
  PrimaryColumn,
  QueryRunnerAlreadyReleasedError,
  TransactionNotStartedError,
  type EntityManager,
} from 'typeorm';
import { createDatabase, type TestDatabase } from '../../../test/support/database.js';
import { until } from '../../../test/support/until.js';
import { PostgresEventStore } from '../../event-store/postgres/postgres-event-store.js';
import {
  EventStoreUnavailableError,
  UnknownOutcomeError,
  type EventStore,
  type StoredEvent,
  type StoreMessage,
} from '../../event-store/index.js';
import { EventFault } from '../../event-sourcing/event-fault.js';
import { createLogger } from '../../platform/logging/logger.js';
import type { ProjectionDefinition } from '../projection.js';
import { isComplete } from './checkpoint.js';
import { Lease } from './lease.js';
import { ProjectionRunner } from './projection-runner.js';
import { prepareSchema, projectionDataSource } from './schema.js';

const logger = createLogger('test', 'silent');

@Entity('counts')
class CountRow {
  @PrimaryColumn('text')
  stream!: string;

  @Column('integer')
  n!: number;
}

/** Counts events per stream; an event of type 'poison' cannot be applied while `poisonous`. */
let poisonous: boolean;
let applied: string[];
/** What the next attempts fail with, one after the other. */
let failures: unknown[];
let migrationFailures: unknown[] = [];

const definition: ProjectionDefinition = {
  name: 'counted',
  filter: { streamPrefixes: ['thing-', 'loose-'] },
  unorderedPrefixes: ['loose-'],
  entities: [CountRow],
  migrations: [
    class CountTable {
      name = 'CountTable1700000009000';
      up = async (runner: { query(text: string): Promise<unknown> }): Promise<void> => {
        await runner.query('CREATE TABLE counts (stream text PRIMARY KEY, n integer NOT NULL)');
        if (migrationFailures.length > 0) throw migrationFailures.shift();
      };
      down = (): Promise<void> => Promise.resolve();
    },
  ],
  create: () => ({
    reset: () => undefined,
    apply: async (events: readonly StoredEvent[], manager: EntityManager) => {
      if (failures.length > 0 && events.length > 0) throw failures.shift();
      for (const event of events) {
        if (event.type === 'poison' && poisonous) throw new EventFault('cannot be digested');
        applied.push(`${event.stream}@${event.revision}`);
        await manager.query('INSERT INTO counts VALUES ($1, 1) ON CONFLICT (stream) DO UPDATE SET n = counts.n + 1', [
          event.stream,
        ]);
      }
    },
  }),
};

describe('a projection', () => {
  let database: TestDatabase;
  let store: PostgresEventStore;
  let stop: AbortController;
  let runners: { runner: ProjectionRunner; done: Promise<void> }[];

  beforeEach(async () => {
    poisonous = true;
    applied = [];
    failures = [];
    runners = [];
    stop = new AbortController();
    database = await createDatabase();
    store = await PostgresEventStore.connect({ connectionString: database.url });
  });

  afterEach(async () => {
    stop.abort();
    for (const { runner, done } of runners) {
      await done;
      await runner.close();
    }
    await store.close();
    await database.drop();
  });

  const run = (signal = stop.signal): ProjectionRunner => {
    const runner = new ProjectionRunner(store, database.url, definition, logger);
    runners.push({ runner, done: runner.run(signal) });
    return runner;
  };
  const write = (stream: string, ...types: string[]) =>
    store.append(
      stream,
      types.map((type) => ({ id: randomUUID(), type, data: {}, metadata: {} })),
      { expected: 'any' },
    );
  const counts = async (): Promise<Record<string, number>> => {
    const rows = await database.query<{ stream: string; n: number }>('SELECT * FROM counted.counts');
    return Object.fromEntries(rows.map((row) => [row.stream, row.n]));
  };
  const parked = async (): Promise<string[]> => {
    const rows = await database.query<{ at: string }>(
      `SELECT stream || '@' || revision AS at FROM counted.parked ORDER BY position`,
    );
    return rows.map((row) => row.at);
  };
  const attempts = async (): Promise<number | undefined> => {
    const rows = await database.query<{ attempts: number }>('SELECT attempts FROM counted.checkpoint');
    return rows[0]?.attempts;
  };
  const settled = (runner: ProjectionRunner, handled: number) =>
    until(`${handled} events handled`, () => runner.progress.caughtUp && runner.progress.handled === handled);

  it('is complete once it has had the whole log, and no longer when its schema is made anew', async () => {
    await write('thing-a', 'ok');
    const isNow = async (): Promise<boolean> => {
      const [row] = await database.query<{ caught_up: boolean }>('SELECT caught_up FROM counted.checkpoint');
      return row?.caught_up ?? false;
    };
    const ended = new AbortController();
    await settled(run(ended.signal), 1);
    await until('that to be noted', isNow);
    ended.abort();
    await runners[0]?.done;
    const source = await projectionDataSource(database.url, definition).initialize();
    try {
      expect(await isComplete(source)).toBe(true);
      await prepareSchema(source, 'counted', { ...definition, version: 2 });
      expect(await isComplete(source)).toBe(false);
      // As a projector of an earlier version left it: its next start adds the column.
      await database.query('ALTER TABLE counted.checkpoint DROP COLUMN caught_up');
      await database.query("DELETE FROM counted.migrations WHERE name = 'CaughtUp1700000000002'");
      await prepareSchema(source, 'counted', { ...definition, version: 2 });
      expect(await isComplete(source)).toBe(false);
    } finally {
      await source.destroy();
    }
  });

  it('parks an event that it cannot apply, and the later ones of its stream, and nothing else', async () => {
    await write('thing-a', 'ok', 'poison', 'ok');
    await write('thing-b', 'ok');
    await write('loose-c', 'poison', 'ok');
    const runner = run();
    await settled(runner, 6);
    await write('thing-a', 'ok');
    await write('thing-b', 'ok');
    await settled(runner, 8);

    expect(await parked()).toEqual(['thing-a@1', 'thing-a@2', 'loose-c@0', 'thing-a@3']);
    expect(await counts()).toEqual({ 'thing-a': 1, 'thing-b': 2, 'loose-c': 1 });
  });

  it('applies what was parked when asked again, in order', async () => {
    await write('thing-a', 'ok', 'poison', 'ok');
    const runner = run();
    await settled(runner, 3);
    runner.replayParked();
    poisonous = false;
    runner.replayParked();
    await until('nothing to be parked', async () => (await parked()).length === 0);
    expect(await counts()).toEqual({ 'thing-a': 3 });
    expect(applied.slice(-2)).toEqual(['thing-a@1', 'thing-a@2']);
  });

  it('goes on where it was, and counts nothing twice', async () => {
    poisonous = false;
    await write('thing-a', 'ok', 'ok');
    const first = new AbortController();
    await settled(run(first.signal), 2);
    first.abort();
    await runners[0]?.done;
    await write('thing-a', 'ok');
    await settled(run(), 3);
    expect(await counts()).toEqual({ 'thing-a': 3 });
  });

  it('counts nothing twice when two run it at once: the checkpoint is the fence', async () => {
    poisonous = false;
    const [one, two] = [run(), run()];
    await until('both to be there', () => one.progress.caughtUp && two.progress.caughtUp);
    for (let n = 0; n < 20; n += 1) await write(`thing-${n % 3}`, 'ok', 'ok');
    await until('all to be counted', async () => {
      const all = Object.values(await counts());
      return all.reduce((sum, n) => sum + n, 0) >= 40;
    });
    expect(Object.values(await counts()).reduce((sum, n) => sum + n, 0)).toBe(40);
  });

  it.each([
    [2, []],
    [3, ['thing-a@3']],
  ])('where the process died of an event alone %d times, parks %p', async (tries, expected) => {
    poisonous = false;
    await write('thing-a', 'ok', 'ok');
    const runner = run();
    await settled(runner, 2);
    const { position } = await write('thing-a', 'ok');
    await settled(runner, 3);
    stop.abort();
    await runners[0]?.done;
    // As a process leaves it that died of the event after the last, at first with others, then with it alone.
    const [second] = await database.query<{ position: string }>(`SELECT position FROM counted.checkpoint`);
    expect(second?.position).toBe(position);
    const crashed = await write('thing-a', 'ok');
    await database.query(
      `UPDATE counted.checkpoint SET attempts = ${3 + tries}, attempting = '${crashed.position}', tries = ${tries}`,
    );
    stop = new AbortController();
    await settled(run(), 4);
    expect(await parked()).toEqual(expected);
  });

  it('does not count starts at an idle log as deaths: one kill afterwards parks nothing', async () => {
    poisonous = false;
    await write('thing-a', 'ok');
    for (let start = 0; start < 4; start += 1) {
      const once = new AbortController();
      await settled(run(once.signal), 1);
      await until('the attempt to be forgotten', async () => (await attempts()) === 0);
      once.abort();
      await runners[start]?.done;
    }
    const { position } = await write('thing-a', 'ok');
    // As a process leaves it that was killed while it applied this event.
    await database.query(
      `UPDATE counted.checkpoint SET attempts = attempts + 1, attempting = '${position}', tries = 1`,
    );
    await settled(run(), 2);
    expect(await parked()).toEqual([]);
  });

  it('never moves back to a checkpoint that was waiting to be written when events came', async () => {
    poisonous = false;
    await write('thing-a', 'ok');
    const { position: between } = await write('other-x', 'ok');
    const { position: last } = await write('thing-a', 'ok');
    const events: StoredEvent[] = [];
    for await (const event of store.read('thing-a')) events.push(event);
    const handled = (n: number) => until(`${n} to be handled`, () => runner.progress.handled === n);
    async function* told(): AsyncGenerator<StoreMessage> {
      const [first, second] = events;
      if (!first || !second) throw new Error('two events were written');
      yield { kind: 'caught_up' };
      yield { kind: 'event', event: first };
      await handled(1);
      yield { kind: 'checkpoint', position: between };
      // Taken by itself, and too soon after the first to be written at once.
      await new Promise(setImmediate);
      yield { kind: 'event', event: second };
      await handled(2);
      const handledAt = performance.now();
      // Looks without news, for longer than a checkpoint may wait.
      while (performance.now() - handledAt < 150) {
        yield { kind: 'caught_up' };
        await new Promise(setImmediate);
      }
    }
    const script: EventStore = Object.assign(Object.create(store) as EventStore, { subscribe: told });
    const runner = new ProjectionRunner(script, database.url, definition, logger);
    await runner.run(stop.signal);
    await runner.close();

    const [checkpoint] = await database.query<{ position: string }>('SELECT position FROM counted.checkpoint');
    expect(checkpoint?.position).toBe(last);
    await settled(run(), 2);
    expect(await counts()).toEqual({ 'thing-a': 2 });
  });

  const coded = (code: string): Error => Object.assign(new Error('it failed'), { code });
  it.each<[string, unknown]>([
    ['the server shuts down (57P01)', coded('57P01')],
    ['the database is read-only (25006)', coded('25006')],
    ['a plan must not change its type (0A000)', coded('0A000')],
    ['the disk fails (58030)', coded('58030')],
    ['the disk is full (53100)', coded('53100')],
    ['a transaction failed before (25P02)', coded('25P02')],
    ['an internal error (XX000)', coded('XX000')],
    ['a bare ECONNRESET', coded('ECONNRESET')],
    ['a query runner already released', new QueryRunnerAlreadyReleasedError()],
    ['a transaction not started', new TransactionNotStartedError()],
    ['the event store is away', new EventStoreUnavailableError('away')],
    ['an append whose outcome nobody knows', new UnknownOutcomeError('thing-a', undefined)],
    ['a failure that nobody has thought of', new Error('something else')],
  ])('parks nothing for a failure of the surroundings, however often: %s', async (_, failure) => {
    poisonous = false;
    const runner = run();
    await until('the projection to be there', () => runner.progress.caughtUp);
    failures = Array.from({ length: 5 }, () => failure);
    await write('thing-a', 'ok');
    await settled(runner, 1);
    expect(failures).toEqual([]);
    expect(await parked()).toEqual([]);
    expect(await counts()).toEqual({ 'thing-a': 1 });
    expect(runner.progress).toMatchObject({ failures: 0, parked: 0 });
  });

  it.each([
    ['a value out of range (22003)', coded('22003')],
    ['a key that is there already (23505)', coded('23505')],
    ['what cannot be decoded', new EventFault('unknown version')],
  ])('parks for a fault of the event itself: %s', async (_, fault) => {
    poisonous = false;
    const runner = run();
    await until('the projection to be there', () => runner.progress.caughtUp);
    // Once with others of its batch, once alone.
    failures = [fault, fault];
    await write('loose-a', 'ok');
    await settled(runner, 1);
    expect(await parked()).toEqual(['loose-a@0']);
    expect(runner.progress.parked).toBe(1);
  });

  it('goes on trying to replay what is parked, where the database fails meanwhile', async () => {
    await write('loose-a', 'poison');
    const runner = run();
    await settled(runner, 1);
    poisonous = false;
    failures = [coded('57P01'), coded('25006')];
    runner.replayParked();
    await until('nothing to be parked', async () => (await parked()).length === 0);
    expect(await counts()).toEqual({ 'loose-a': 1 });
  });

  it('makes its tables when the database fails in the middle of that', async () => {
    poisonous = false;
    migrationFailures = [coded('57P01'), coded('25006'), new TransactionNotStartedError()];
    const runner = run();
    await write('thing-a', 'ok');
    await settled(runner, 1);
    expect(migrationFailures).toEqual([]);
    expect(await counts()).toEqual({ 'thing-a': 1 });
  });

  it('makes its tables anew, under way, when one is gone', async () => {
    poisonous = false;
    await write('thing-a', 'ok', 'ok');
    const runner = run();
    await settled(runner, 2);
    await database.query('DROP TABLE counted.counts');
    await write('thing-a', 'ok');
    await settled(runner, 3);
    expect(await counts()).toEqual({ 'thing-a': 3 });
  });
});

describe('the lease', () => {
  it('is held by one, and taken over when that one dies', async () => {
    const database = await createDatabase();
    const stop = new AbortController();
    const held: string[] = [];
    const hold = (name: string): Promise<void> =>
      new Lease(database.url, 'work', logger).hold(async (signal) => {
        held.push(name);
        await new Promise((resolve) => signal.addEventListener('abort', resolve));
      }, stop.signal);
    const first = hold('first');
    await until('the first to hold it', () => held.length === 1);
    const second = hold('second');
    await database.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE pid IN (SELECT pid FROM pg_locks WHERE locktype = 'advisory') AND datname = current_database()`);
    await until('another to hold it', () => held.length === 2);
    expect(held[0]).toBe('first');
    stop.abort();
    await Promise.all([first, second]);
    await database.drop();
  });
});
