import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { createDatabase, type TestDatabase } from '../../../test/support/database.js';
import { until } from '../../../test/support/until.js';
import type { ProjectionDefinition } from '../projection.js';
import { inOneSnapshot } from './one-snapshot.js';
import { prepareSchema, projectionDataSource, swapSchemas } from './schema.js';

const definition: ProjectionDefinition = {
  name: 'shown',
  filter: { streamPrefixes: [] },
  unorderedPrefixes: [],
  entities: [],
  migrations: [],
  create: () => ({ reset: () => undefined, apply: () => Promise.resolve() }),
};

const TABLES = ['one', 'two', 'three'] as const;

describe('a rebuilt schema', () => {
  let database: TestDatabase;
  let readers: DataSource;
  let swapper: DataSource;

  beforeEach(async () => {
    database = await createDatabase();
    readers = await projectionDataSource(database.url, definition).initialize();
    swapper = await projectionDataSource(database.url, definition, 'public').initialize();
    for (const [schema, version] of [
      ['shown', 1],
      ['shown_rebuild', 2],
    ] as const) {
      await database.query(`CREATE SCHEMA ${schema}`);
      for (const table of TABLES)
        await database.query(`CREATE TABLE ${schema}.${table} AS SELECT ${version} AS version`);
    }
  });

  afterEach(async () => {
    await readers.destroy();
    await swapper.destroy();
    await database.drop();
  });

  const schemas = async (): Promise<string[]> => {
    const found = await database.query<{ name: string }>(
      `SELECT nspname AS name FROM pg_namespace WHERE nspname LIKE 'shown%' ORDER BY 1`,
    );
    return found.map(({ name }) => name);
  };

  it.each(TABLES)('takes its place although a reader of %s goes on reading, and fails neither', async (first) => {
    let swap: Promise<void> | undefined;
    await readers.transaction('REPEATABLE READ', async (manager) => {
      expect(await manager.query(`SELECT version FROM ${first}`)).toEqual([{ version: 1 }]);
      swap = swapSchemas(swapper, 'shown', 'shown_rebuild');
      await until('the swap to wait for the reader', async () => {
        const waiting = await database.query("SELECT 1 FROM pg_locks WHERE NOT granted AND locktype = 'relation'");
        return waiting.length > 0;
      });
      for (const table of TABLES) await manager.query(`SELECT version FROM ${table}`);
    });
    await swap;
    expect(await readers.query('SELECT version FROM three')).toEqual([{ version: 2 }]);
    expect(await schemas()).toEqual(['shown']);
  });

  it('is read at once, while a reader still holds the old one', async () => {
    const reader = readers.createQueryRunner();
    await reader.startTransaction();
    await reader.query('SELECT version FROM one');
    const swap = swapSchemas(swapper, 'shown', 'shown_rebuild');
    await until('the new tables', async () => (await schemas()).join() === 'shown,shown_old');
    expect(await readers.query('SELECT version FROM one')).toEqual([{ version: 2 }]);
    await reader.commitTransaction();
    await reader.release();
    await swap;
    expect(await schemas()).toEqual(['shown']);
  });

  it('is read whole or not at all: who read of both reads again', async () => {
    await database.query('CREATE TABLE shown.checkpoint (); CREATE TABLE shown_rebuild.checkpoint ()');
    let readings = 0;
    const read = (): Promise<readonly unknown[]> =>
      inOneSnapshot(readers, async (manager) => {
        readings += 1;
        const first = await manager.query<{ version: number }[]>('SELECT version FROM one');
        if (readings === 1) {
          // Dropping what it replaced waits for this very reader.
          swap = swapSchemas(swapper, 'shown', 'shown_rebuild');
          await until('the new tables', async () => (await schemas()).includes('shown_old'));
        }
        return [...first, ...(await manager.query<{ version: number }[]>('SELECT version FROM two'))];
      });
    let swap: Promise<void> = Promise.resolve();
    expect(await read()).toEqual([{ version: 2 }, { version: 2 }]);
    expect(readings).toBe(2);
    await swap;
  });

  it('is read again also where what was read of both made no sense, and else fails as it is', async () => {
    await database.query('CREATE TABLE shown.checkpoint (); CREATE TABLE shown_rebuild.checkpoint ()');
    let readings = 0;
    const read = (swapping: boolean): Promise<string> =>
      inOneSnapshot(readers, async () => {
        readings += 1;
        if (readings > 1) return 'read';
        if (swapping) await swapSchemas(swapper, 'shown', 'shown_rebuild');
        throw new Error('not found');
      });
    await expect(read(false)).rejects.toThrow('not found');
    readings = 0;
    expect(await read(true)).toBe('read');
  });

  it('takes with it what an earlier swap could not drop', async () => {
    await database.query('CREATE SCHEMA shown_old CREATE TABLE one (version integer)');
    await swapSchemas(swapper, 'shown', 'shown_rebuild');
    expect(await schemas()).toEqual(['shown']);
  });
});

describe('the version of a schema', () => {
  let database: TestDatabase;
  let source: DataSource;

  beforeEach(async () => {
    database = await createDatabase();
    source = await projectionDataSource(database.url, definition).initialize();
  });

  afterEach(async () => {
    await source.destroy();
    await database.drop();
  });

  const prepare = (version?: number): Promise<void> =>
    prepareSchema(source, 'shown', { ...definition, ...(version !== undefined && { version }) });
  const mark = () => database.query("UPDATE shown.checkpoint SET position = 'read'");
  const checkpoint = async () => (await database.query('SELECT position, version FROM shown.checkpoint'))[0];

  it('keeps the schema while it is the same, and makes it anew for every other', async () => {
    await prepare(2);
    await mark();
    await prepare(2);
    expect(await checkpoint()).toEqual({ position: 'read', version: 2 });
    await prepare(3);
    expect(await checkpoint()).toEqual({ position: null, version: 3 });
    await mark();
    await prepare(2);
    expect(await checkpoint()).toEqual({ position: null, version: 2 });
  });

  it('is 1 where a definition says none, and in a schema from before there were versions', async () => {
    const fromBefore = async (): Promise<void> => {
      await database.query('ALTER TABLE shown.checkpoint DROP COLUMN version');
      await database.query("DELETE FROM shown.migrations WHERE name = 'DefinitionVersion1700000000001'");
      await mark();
    };
    await prepare();
    await fromBefore();
    await prepare();
    expect(await checkpoint()).toEqual({ position: 'read', version: 1 });
    await fromBefore();
    await prepare(2);
    expect(await checkpoint()).toEqual({ position: null, version: 2 });
  });

  it('is made anew again where the process ended before it was noted', async () => {
    await prepare(2);
    await database.query("UPDATE shown.checkpoint SET version = 1, position = 'read'");
    await prepare(2);
    expect(await checkpoint()).toEqual({ position: null, version: 2 });
  });
});
