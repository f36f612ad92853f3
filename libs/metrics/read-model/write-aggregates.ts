import type { EntityManager } from 'typeorm';
import type { AggregateDeltas, Deltas } from '../aggregation/deltas.js';
import type { SubjectState } from '../aggregation/subject-state.js';

interface Column {
  readonly name: string;
  readonly type: 'text' | 'integer' | 'bigint' | 'numeric';
}

const text = (name: string): Column => ({ name, type: 'text' });
const numeric = (name: string): Column => ({ name, type: 'numeric' });

/** Adds a batch's deltas to the aggregate tables: one statement per table. */
export async function writeDeltas(manager: EntityManager, deltas: AggregateDeltas): Promise<void> {
  const experiment = text('experiment_id');
  const metric = [experiment, text('metric'), text('variant')];
  const phase: Column = { name: 'phase', type: 'integer' };
  const bucket: Column = { name: 'bucket', type: 'bigint' };
  const fraction = ['numerator', 'denominator'].map(numeric);
  const run: Column = { name: 'run', type: 'integer' };
  await add(
    manager,
    'moments',
    [...metric, phase],
    ['n', 'sx', 'sy', 'sxx', 'sxy', 'syy'].map(numeric),
    deltas.moments,
  );
  await add(manager, 'exposures', [experiment, text('variant'), phase], [numeric('subjects')], deltas.exposures);
  await add(manager, 'series', [...metric, bucket], fraction, deltas.series);
  await add(manager, 'windows', [experiment, run, text('metric'), text('variant'), bucket], fraction, deltas.windows);
  await add(manager, 'tails', [experiment], [numeric('events')], deltas.tails);
}

async function add(
  manager: EntityManager,
  table: string,
  keys: readonly Column[],
  values: readonly Column[],
  deltas: Deltas,
): Promise<void> {
  const rows = [...deltas.changed()];
  if (rows.length === 0) return;
  const columns = [...keys, ...values];
  const names = columns.map((column) => column.name).join(', ');
  const arrays = columns.map((_, index) => rows.map((row) => String([...row.key, ...row.values][index])));
  await manager.query(
    `INSERT INTO ${table} (${names})
     SELECT * FROM unnest(${columns.map((column, index) => `$${index + 1}::${column.type}[]`).join(', ')})
     ON CONFLICT (${keys.map((key) => key.name).join(', ')}) DO UPDATE SET
     ${values.map(({ name }) => `${name} = ${table}.${name} + excluded.${name}`).join(', ')}`,
    arrays,
  );
}

/** Subjects as they are after the batch. */
export async function writeSubjects(
  manager: EntityManager,
  subjects: readonly { readonly experiment: string; readonly subject: string; readonly state: SubjectState }[],
): Promise<void> {
  if (subjects.length === 0) return;
  await manager.query(
    `INSERT INTO subjects (experiment_id, subject, state) SELECT * FROM unnest($1::text[], $2::text[], $3::jsonb[])
     ON CONFLICT (experiment_id, subject) DO UPDATE SET state = excluded.state`,
    [
      subjects.map((row) => row.experiment),
      subjects.map((row) => row.subject),
      subjects.map((row) => JSON.stringify(row.state)),
    ],
  );
}
