import type { EntityManager, QueryRunner } from 'typeorm';
import { groupedBy } from '../../primitives/grouped.js';
import { VERSION_COLUMNS } from '../state-row.js';

/** A row of a state table from an instant on, in epoch milliseconds; no values: the stream has no state from then on. */
export interface Version {
  readonly stream: string;
  readonly since: number;
  readonly values: Readonly<Record<string, string | null>> | null;
}

/**
 * Makes the table of all earlier rows of a state table, and of the current ones. A row holds from `since` until before
 * `until`, in epoch milliseconds; null: it still holds.
 * @param columns SQL of the columns beside those of `StateRow`
 */
export async function createPastTable(runner: QueryRunner, table: string, columns: readonly string[]): Promise<void> {
  const all = [VERSION_COLUMNS, ...columns, 'since bigint NOT NULL', 'until bigint', 'PRIMARY KEY (stream, since)'];
  await runner.query(`CREATE TABLE ${table} (${all.join(', ')})`);
  await runner.query(`CREATE UNIQUE INDEX ${table}_open ON ${table} (stream) WHERE until IS NULL`);
  await runner.query(`CREATE INDEX ${table}_instants ON ${table} USING gist (int8range(since, until))`);
}

/** SQL that is true for the rows that hold at an instant, in epoch milliseconds. */
export const holdsAt = (alias: string, instant: number): string =>
  `int8range(${alias}.since, ${alias}.until) @> ${Math.trunc(instant)}::bigint`;

/** Adds versions in the order of the log, and ends those before them. One that another follows at once never held. */
export async function addVersions(manager: EntityManager, table: string, versions: readonly Version[]): Promise<void> {
  const byStream = groupedBy(versions, ({ stream }) => stream);
  const begins = [...byStream].map(([stream, [first]]) => [stream, first?.since ?? 0] as const);
  const ending = [begins.map(([stream]) => stream), begins.map(([, since]) => since)];
  const next = `(SELECT * FROM unnest($1::text[], $2::bigint[]) AS n (stream, since)) n`;
  const open = 'p.stream = n.stream AND p.until IS NULL';
  await manager.query(`DELETE FROM ${table} p USING ${next} WHERE ${open} AND p.since >= n.since`, ending);
  await manager.query(`UPDATE ${table} p SET until = n.since FROM ${next} WHERE ${open}`, ending);
  await insert(manager, table, [...byStream.values()].flatMap(rowsOf));
}

function rowsOf(versions: readonly Version[]): Readonly<Record<string, string | number | null>>[] {
  return versions.flatMap(({ since, values }, index) => {
    const until = versions[index + 1]?.since ?? null;
    return values === null || until === since ? [] : [{ ...values, since, until }];
  });
}

async function insert(
  manager: EntityManager,
  table: string,
  rows: readonly Readonly<Record<string, string | number | null>>[],
): Promise<void> {
  const [first] = rows;
  if (!first) return;
  const names = Object.keys(first);
  const places = names.map((name, index) => `$${index + 1}::${TYPES[name] ?? 'text'}[]`);
  await manager.query(
    `INSERT INTO ${table} (${names.join(', ')}) SELECT * FROM unnest(${places.join(', ')})`,
    names.map((name) => rows.map((row) => row[name])),
  );
}

/** Of the columns that are no texts. */
const TYPES: Readonly<Record<string, string>> = { revision: 'bigint', state: 'json', since: 'bigint', until: 'bigint' };
