import type { EntityManager } from 'typeorm';
import type { AggregateDeltas, Deltas } from '../aggregation/deltas.js';
import type { SubjectState } from '../aggregation/subject-state.js';

interface Column {
  readonly name: string;
  readonly type: 'text' | 'integer' | 'bigint' | 'numeric';
}

const text = (name: string): Column => ({ name, type: 'text' });
const numeric = (name: string): Column => ({ name, type: 'numeric' });

/** Adds a batch's deltas to the aggregate tables, all in one statement: each would be a round trip. */
export async function writeDeltas(manager: EntityManager, deltas: AggregateDeltas): Promise<void> {
  const experiment = text('experiment_id');
  const metric = [experiment, text('metric'), text('variant')];
  const phase: Column = { name: 'phase', type: 'integer' };
  const bucket: Column = { name: 'bucket', type: 'bigint' };
  const fraction = ['numerator', 'denominator'].map(numeric);
  const run: Column = { name: 'run', type: 'integer' };
  const moments = ['n', 'sx', 'sy', 'sxx', 'sxy', 'syy'].map(numeric);
  const values: string[][] = [];
  const inserts = [
    add(values, 'moments', [...metric, phase], moments, deltas.moments),
    add(values, 'exposures', [experiment, text('variant'), phase], [numeric('subjects')], deltas.exposures),
    add(values, 'series', [...metric, bucket], fraction, deltas.series),
    add(values, 'windows', [experiment, run, text('metric'), text('variant'), bucket], fraction, deltas.windows),
    add(values, 'tails', [experiment], [numeric('events')], deltas.tails),
  ].filter((insert) => insert !== undefined);
  if (inserts.length > 0) await manager.query(`WITH ${inserts.join(',\n')} SELECT`, values);
}

/** The statement that adds to one table as a part of a larger one, its arrays put behind `values`; none for no rows. */
function add(
  values: string[][],
  table: string,
  keys: readonly Column[],
  sums: readonly Column[],
  deltas: Deltas,
): string | undefined {
  const rows = [...deltas.changed()];
  if (rows.length === 0) return undefined;
  const columns = [...keys, ...sums];
  const names = columns.map((column) => column.name).join(', ');
  const arrays = columns.map((column, index) => {
    values.push(rows.map((row) => String([...row.key, ...row.values][index])));
    return `$${values.length}::${column.type}[]`;
  });
  return `added_${table} AS (INSERT INTO ${table} (${names}) SELECT * FROM unnest(${arrays.join(', ')})
     ON CONFLICT (${keys.map((key) => key.name).join(', ')}) DO UPDATE SET
     ${sums.map(({ name }) => `${name} = ${table}.${name} + excluded.${name}`).join(', ')})`;
}

/** Subjects as they are after the batch. */
export async function writeSubjects(
  manager: EntityManager,
  subjects: readonly { readonly experiment: string; readonly subject: string; readonly state: SubjectState }[],
): Promise<void> {
  if (subjects.length === 0) return;
  // Lines, which ids, digests and JSON never hold: an array's text would escape every quote of every state.
  const lines = (of: (row: (typeof subjects)[number]) => string): string => subjects.map(of).join('\n');
  await manager.query(
    `INSERT INTO subjects (experiment_id, subject, state)
     SELECT * FROM unnest(string_to_array($1, E'\\n'), string_to_array($2, E'\\n'), string_to_array($3, E'\\n')::jsonb[])
     ON CONFLICT (experiment_id, subject) DO UPDATE SET state = excluded.state`,
    [lines((row) => row.experiment), lines((row) => row.subject), lines((row) => JSON.stringify(row.state))],
  );
}
