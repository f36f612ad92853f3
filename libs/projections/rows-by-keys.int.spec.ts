import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createDatabase, type TestDatabase } from '../../test/support/database.js';
import { rowsByKeys } from './rows-by-keys.js';

describe('rows by many keys', () => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await createDatabase();
    await database.query(`CREATE TABLE things (name text, place integer, worth integer, PRIMARY KEY (name, place))`);
    await database.query(
      `INSERT INTO things SELECT md5(n::text), n % 2, n FROM generate_series(1, 50000) AS n; ANALYZE things`,
    );
  });

  afterAll(() => database.drop());

  const named = (from: number, to: number): string =>
    `(SELECT array_agg(md5(n::text)) FROM generate_series(${from}, ${to}) AS n)`;
  const plan = async (statement: string): Promise<string> => {
    const rows = await database.query<{ 'QUERY PLAN': string }>(`EXPLAIN ${statement}`);
    return rows.map((row) => row['QUERY PLAN']).join('\n');
  };
  const keys = Array.from({ length: 10_000 }, (_, n) => `'key ${n}'`).join(', ');

  it('reads those that exist, under all of the key and the further condition', async () => {
    const wanted = { name: named(49_998, 50_003), place: 'ARRAY[0, 0, 0, 0, 0, 0]' };
    expect(await database.query(rowsByKeys('things', 'worth', wanted))).toEqual([{ worth: 49_998 }, { worth: 50_000 }]);
    const byName = { name: named(49_998, 50_003) };
    expect(await database.query(rowsByKeys('things', 'worth', byName, 'place = 1'))).toEqual([{ worth: 49_999 }]);
  });

  it('reads by the index, however many keys are wanted', async () => {
    // What it stands in for reads the whole table.
    expect(await plan(`SELECT * FROM things WHERE name = ANY (ARRAY[${keys}])`)).toContain('Seq Scan on things');
    const found = await plan(rowsByKeys('things', '*', { name: `ARRAY[${keys}]` }));
    expect(found).toMatch(/Index.* on things/);
    expect(found).not.toContain('Seq Scan on things');
  });
});
