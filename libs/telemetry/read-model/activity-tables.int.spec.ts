import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DataSource } from 'typeorm';
import { createDatabase, type TestDatabase } from '../../../test/support/database.js';
import { ActivityTables } from './activity-tables.js';
import { ReceivedTable } from './received-table.js';
import { RejectionTable, type StoredRejection } from './rejection-table.js';

const START = Date.UTC(2026, 0, 1);
const MINUTE_MS = 60_000;

describe('what came of event types, in PostgreSQL', () => {
  let database: TestDatabase;
  let source: DataSource;
  const tables = (): ActivityTables => new ActivityTables(() => Promise.resolve(source));

  beforeAll(async () => {
    database = await createDatabase();
    source = await new DataSource({ type: 'postgres', url: database.url }).initialize();
  });

  afterAll(async () => {
    await source.destroy();
    await database.drop();
  });

  const rejections = (writer: string, eventType: string, count: number, more: Partial<StoredRejection> = {}) =>
    Array.from({ length: count }, (_, index): StoredRejection => {
      const number = index + 1;
      const rejected = { code: 'invalid_properties', pointer: '/properties', isKnown: true };
      return { environment: 'production', eventType, writer, number, at: START + number, ...rejected, ...more };
    });
  const countOf = async (condition: string): Promise<number> => {
    const [row] = await source.query<{ count: string }[]>(
      `SELECT count(*) AS count FROM assay_runtime.rejection WHERE ${condition}`,
    );
    return Number(row?.count);
  };

  it('has the last hundred rejections of a type, of all processes, however often they are written', async () => {
    const [one, other] = [randomUUID(), randomUUID()].map((writer) => new RejectionTable(tables(), writer));
    if (!one || !other) throw new Error('there are two');
    // The first use of each makes the tables, at once.
    await Promise.all([
      one.write(rejections(one.writer, 'a', 80)),
      other.write(rejections(other.writer, 'a', 80)),
      other.write(rejections(randomUUID(), 'b', 5)),
    ]);
    await one.write(rejections(one.writer, 'a', 80));
    expect(await countOf(`event_type = 'a'`)).toBe(100);
    const found = await other.of('production', 'a');
    expect(found).toHaveLength(100);
    expect(found[0]).toEqual(rejections(found[0]?.writer ?? '', 'a', 80).at(-1));
    expect(found.at(-1)?.at).toBe(START + 31);
    expect(await other.of('staging', 'a')).toEqual([]);
    expect(await countOf(`event_type = 'b'`)).toBe(5);
  });

  it('has 5,000 rejections of made-up types at most, and keeps those of known ones', async () => {
    const table = new RejectionTable(tables(), randomUUID());
    const madeUp = Array.from({ length: 5_100 }, (_, index) =>
      rejections(table.writer, `made-up-${index}`, 1, { number: 1_000 + index, isKnown: false }),
    );
    await table.write(madeUp.flat());
    expect(await countOf('NOT known')).toBe(5_000);
    expect(await countOf(`event_type = 'b'`)).toBe(5);
  });

  it('adds up the minutes of other processes, and drops those of two hours ago', async () => {
    const [own, other] = [new ReceivedTable(tables(), randomUUID()), new ReceivedTable(tables(), randomUUID())];
    const minute = (at: number, accepted: number) => ({
      ...{ environment: 'production', eventType: 'a', minute: at, accepted, rejected: 1, lastAt: at + 5 },
    });
    await other.write([minute(START, 3), minute(START + MINUTE_MS, 4)]);
    await other.write([minute(START + MINUTE_MS, 7)]);
    await own.write([minute(START, 100)]);
    const of = async (table: ReceivedTable, since: number) =>
      (await table.ofOthers('production', ['a', 'b'], since)).get('a');
    expect(await of(own, START)).toEqual({ accepted: 10, rejected: 2, lastAt: START + MINUTE_MS + 5 });
    expect(await of(own, START + MINUTE_MS)).toEqual({ accepted: 7, rejected: 1, lastAt: START + MINUTE_MS + 5 });
    expect(await of(own, START + 2 * MINUTE_MS)).toMatchObject({ accepted: 0, lastAt: START + MINUTE_MS + 5 });
    expect(await of(other, START)).toMatchObject({ accepted: 100 });
    await own.write([minute(START + 122 * MINUTE_MS, 1)]);
    expect(await of(own, START)).toMatchObject({ accepted: 0, lastAt: START + 122 * MINUTE_MS + 5 });
  });
});
