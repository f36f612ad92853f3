import { Big } from 'big.js';
import type { EntityManager } from 'typeorm';
import { groupedBy } from '../../primitives/grouped.js';
import { NOTHING_SEEN, type ExperimentEvidence } from '../aggregation/evidence.js';
import { Looks } from '../aggregation/looks.js';
import { BOOKED, SumsBook, type SumRow } from '../aggregation/sums-book.js';
import type { Amount } from '../aggregation/deltas.js';
import { rowsByKeys } from '../../projections/index.js';
import { AGGREGATES } from './aggregate-tables.js';
import type { Reader } from './measured.js';

// A few kilobytes each; more experiments than this are read again.
const MOST_BOOKED = 1_000;

type Booked = (typeof BOOKED)[number];

/** The looks as they stand in the tables. */
export async function readLooks(manager: EntityManager): Promise<Looks> {
  const rows = await manager.query<{ environment: string; unlooked: string[] }[]>(
    'SELECT environment, unlooked FROM log_clocks',
  );
  const unlooked = new Map(rows.map((row) => [row.environment, new Set(row.unlooked)]));
  return new Looks(new SumsBook(), new Map(), unlooked);
}

/** Loads sums and evidence of experiments that the next stretch may look at. */
export async function loadLooks(looks: Looks, experiments: Iterable<string>, manager: EntityManager): Promise<void> {
  // Evidence that has moved is nowhere else until it is written.
  if (looks.book.size > MOST_BOOKED && looks.changed.size === 0) {
    looks.book.clear();
    looks.evidence.clear();
  }
  const missing = [...new Set(experiments)].filter((id) => !looks.book.has(id));
  if (missing.length === 0) return;
  const booked = new Map<Booked, Map<string, SumRow[]>>();
  for (const table of BOOKED) booked.set(table, await readBooked(table, missing, manager));
  const evidence = await readEvidence(manager, missing);
  for (const id of missing) {
    looks.book.put(id, (table) => booked.get(table)?.get(id) ?? []);
  }
  for (const [id, state] of evidence) looks.evidence.set(id, state);
}

async function readBooked(
  deltas: Booked,
  experiments: readonly string[],
  manager: EntityManager,
): Promise<Map<string, SumRow[]>> {
  const table = AGGREGATES.find((each) => each.deltas === deltas);
  if (table === undefined) throw new TypeError(`no table for ${deltas}`);
  const rows = await manager.query<Record<string, string | number>[]>(
    `SELECT * FROM ${table.name} WHERE experiment_id = ANY ($1)`,
    [experiments],
  );
  const sumsOf = (row: (typeof rows)[number]): SumRow => ({
    key: table.key.slice(1).map(([name]) => row[name] ?? ''),
    values: table.sums.map(([name]) => amountOf(String(row[name]))),
  });
  const byExperiment = groupedBy(rows, (row) => String(row['experiment_id']));
  return new Map([...byExperiment].map(([id, own]) => [id, own.map(sumsOf)]));
}

/** As counting keeps it: an integer that doubles hold exactly is a number. */
const amountOf = (text: string): Amount => (/^-?\d{1,15}$/.test(text) ? Number(text) : new Big(text));

/** Writes the evidence that looks have moved. */
export async function writeLooks(looks: Looks, manager: EntityManager): Promise<void> {
  const ids = [...looks.changed.keys()];
  const environments = [...looks.changed.values()];
  looks.changed.clear();
  if (ids.length > 0) {
    await manager.query(
      `INSERT INTO evidence (experiment_id, environment, state) SELECT * FROM unnest($1::text[], $2::text[], $3::json[])
       ON CONFLICT (experiment_id) DO UPDATE SET state = excluded.state`,
      [ids, environments, ids.map((id) => JSON.stringify(looks.evidence.get(id) ?? NOTHING_SEEN))],
    );
  }
  for (const environment of looks.moved) {
    await manager.query('UPDATE log_clocks SET unlooked = $2 WHERE environment = $1', [
      environment,
      looks.unlookedIn(environment),
    ]);
  }
  looks.moved.clear();
}

/** The evidence by experiment, as of its last look; without those that had none. */
export async function readEvidence(
  reader: Reader,
  experiments: readonly string[],
): Promise<Map<string, ExperimentEvidence>> {
  const rows = await reader.query<{ experiment_id: string; state: ExperimentEvidence }[]>(
    rowsByKeys('evidence', 'experiment_id, state', { experiment_id: '$1::text[]' }),
    [experiments],
  );
  return new Map(rows.map(({ experiment_id: id, state }) => [id, state]));
}
