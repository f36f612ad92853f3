import type { EntityManager } from 'typeorm';
import type { Counting } from '../aggregation/counting.js';
import { amountText, type Deltas } from '../aggregation/deltas.js';
import { packUnit } from '../aggregation/packed-unit.js';
import { exposedTo } from '../aggregation/unit-state.js';
import type { Received } from './load-workspace.js';

type ColumnType = 'text' | 'integer' | 'bigint' | 'numeric';
type Columns = readonly (readonly [name: string, type: ColumnType])[];

const EXPERIMENT: Columns = [['experiment_id', 'text']];
const METRIC: Columns = [...EXPERIMENT, ['metric', 'text'], ['variant', 'text']];
const RUN: Columns = [...EXPERIMENT, ['run', 'integer'], ['metric', 'text'], ['variant', 'text'], ['bucket', 'bigint']];
const numeric = (...names: string[]): Columns => names.map((name) => [name, 'numeric']);

/** Each aggregate's table, the columns of its key and its sums, in the order of the deltas. */
const TABLES = [
  ['moments', [...METRIC, ['phase', 'integer']], numeric('n', 'sx', 'sy', 'sxx', 'sxy', 'syy')],
  ['exposures', [...EXPERIMENT, ['variant', 'text'], ['phase', 'integer']], numeric('subjects')],
  ['firsts', [...METRIC, ['bucket', 'bigint']], numeric('subjects')],
  ['buckets', RUN, numeric('numerator', 'denominator')],
  [
    'distinct',
    [...EXPERIMENT, ['run', 'integer'], ['measure', 'text'], ['variant', 'text'], ['bucket', 'bigint']],
    numeric('subjects'),
  ],
  ['sketches', [...METRIC, ['phase', 'integer'], ['bin', 'integer']], numeric('n')],
  ['bucketSketches', [...RUN, ['bin', 'integer']], numeric('n')],
  ['tails', EXPERIMENT, numeric('events')],
  [
    'unattributed',
    [
      ['environment', 'text'],
      ['type', 'text'],
    ],
    numeric('events'),
  ],
] as const satisfies readonly (readonly [keyof Counting['deltas'], Columns, Columns])[];

const TABLE_NAMES: Partial<Record<keyof Counting['deltas'], string>> = {
  distinct: 'distinct_subjects',
  bucketSketches: 'bucket_sketches',
};

/** One statement of many parts, which saves a round trip and a plan for each. */
class Statement {
  private readonly parts: string[] = [];
  private readonly values: unknown[] = [];

  /** Adds a value to the statement and returns its placeholder. */
  value(value: unknown): string {
    this.values.push(value);
    return `$${this.values.length}`;
  }

  /** A column of values without line breaks, sent as one text: an array would escape every quote of every value. */
  lines(values: readonly (string | number)[], type: string): string {
    // PostgreSQL splits an empty text into no lines, so a single empty value needs an array.
    if (values.length === 1 && values[0] === '') return `ARRAY['']::${type}[]`;
    return `string_to_array(${this.value(values.join('\n'))}, E'\\n')::${type}[]`;
  }

  add(part: string): void {
    this.parts.push(`part_${this.parts.length} AS (${part})`);
  }

  async run(manager: EntityManager): Promise<void> {
    if (this.parts.length > 0) await manager.query(`WITH ${this.parts.join(',\n')} SELECT`, this.values);
  }
}

/** Writes the changes of a stretch of telemetry: ids, units, waiting events and aggregates. */
export async function writeCounts(
  manager: EntityManager,
  fresh: readonly Received[],
  counted: Counting,
): Promise<void> {
  const statement = new Statement();
  if (fresh.length > 0) addIds(statement, fresh);
  addUnits(statement, counted);
  addSubjectUnits(statement, counted);
  addWaiting(statement, counted);
  for (const [name, keys, sums] of TABLES) {
    addDeltas(statement, TABLE_NAMES[name] ?? name, keys, sums, counted.deltas[name]);
  }
  await statement.run(manager);
}

/** The UTC day (since 1970) of a time in epoch milliseconds. */
export const dayOf = (timeMs: number): number => Math.floor(timeMs / 86_400_000);

function addIds(statement: Statement, fresh: readonly Received[]): void {
  const ids = statement.value(fresh.map(({ item }) => item.id));
  const environments = statement.lines(
    fresh.map(({ batch }) => batch.environment),
    'text',
  );
  const days = statement.lines(
    fresh.map(({ item }) => dayOf(item.at)),
    'integer',
  );
  const hashes = statement.lines(
    fresh.map(({ item }) => item.hash),
    'text',
  );
  statement.add(`INSERT INTO telemetry_ids (event_id, environment, day, hash)
    SELECT * FROM unnest(${ids}::text[], ${environments}, ${days}, ${hashes})`);
}

function addUnits(statement: Statement, { units: { touched, gone } }: Counting): void {
  if (touched.size > 0) {
    const units = [...touched.values()];
    const names = statement.lines(
      units.map(({ unit }) => unit),
      'text',
    );
    const experiments = statement.lines(
      units.map(({ experiment }) => experiment),
      'text',
    );
    const states = statement.lines(
      units.map(({ state }) => packUnit(state)),
      'text',
    );
    const exposed = statement.lines(
      units.map(({ state }) => (exposedTo(state).length > 0 ? 't' : 'f')),
      'boolean',
    );
    statement.add(`INSERT INTO units (unit, experiment_id, exposed, state)
      SELECT * FROM unnest(${names}, ${experiments}, ${exposed}, ${states})
      ON CONFLICT (unit, experiment_id) DO UPDATE SET exposed = excluded.exposed, state = excluded.state`);
  }
  for (const { experiment, unit } of gone.values()) {
    statement.add(
      `DELETE FROM units WHERE unit = ${statement.value(unit)} AND experiment_id = ${statement.value(experiment)}`,
    );
  }
}

function addSubjectUnits(statement: Statement, { subjectUnits }: Counting): void {
  if (subjectUnits.changed.size === 0) return;
  const rows = [...subjectUnits.changed.values()];
  const column = (of: (row: (typeof rows)[number]) => string | number, type: string): string =>
    statement.lines(rows.map(of), type);
  statement.add(`INSERT INTO subject_units (environment, person, experiment_id, unit, at)
    SELECT * FROM unnest(${column((row) => row.environment, 'text')}, ${column((row) => row.person, 'text')},
      ${column((row) => row.experiment, 'text')}, ${column((row) => row.unit, 'text')}, ${column((row) => row.at, 'bigint')})
    ON CONFLICT (environment, person, experiment_id, unit) DO UPDATE SET at = least(subject_units.at, excluded.at)`);
}

function addWaiting(statement: Statement, { waiting }: Counting): void {
  const all = [...waiting.changed.values()];
  const written = all.filter(({ keep }) => keep).map(({ event }) => ({ ...event, received_at: event.receivedAt }));
  if (written.length > 0) {
    statement.add(`INSERT INTO waiting_events (environment, id, person, type, at, received_at, properties, decided, taken)
      SELECT environment, id, person, type, at, received_at, properties, nullif(decided, 'null'::jsonb),
        ARRAY (SELECT jsonb_array_elements_text(taken))
      FROM jsonb_to_recordset(${statement.value(JSON.stringify(written))}::jsonb) AS w (environment text, id text,
        person text, type text, at bigint, received_at bigint, properties jsonb, decided jsonb, taken jsonb)
      ON CONFLICT (environment, id) DO UPDATE SET person = excluded.person, decided = excluded.decided,
        taken = excluded.taken`);
  }
  const dropped = all.filter(({ keep }) => !keep).map(({ event: { environment, id } }) => ({ environment, id }));
  if (dropped.length > 0) {
    statement.add(`DELETE FROM waiting_events w
      USING jsonb_to_recordset(${statement.value(JSON.stringify(dropped))}::jsonb) AS d (environment text, id text)
      WHERE w.environment = d.environment AND w.id = d.id`);
  }
}

function addDeltas(statement: Statement, table: string, keys: Columns, sums: Columns, deltas: Deltas): void {
  const rows = [...deltas.changed()];
  if (rows.length === 0) return;
  const arrays = [
    ...keys.map(([, type], index) =>
      statement.lines(
        rows.map(({ key }) => key[index] ?? ''),
        type,
      ),
    ),
    ...sums.map(([, type], index) =>
      statement.lines(
        rows.map(({ values }) => amountText(values[index] ?? 0)),
        type,
      ),
    ),
  ];
  const names = [...keys, ...sums].map(([name]) => name);
  statement.add(`INSERT INTO ${table} (${names.join(', ')}) SELECT * FROM unnest(${arrays.join(', ')})
    ON CONFLICT (${keys.map(([name]) => name).join(', ')}) DO UPDATE SET
    ${sums.map(([name]) => `${name} = ${table}.${name} + excluded.${name}`).join(', ')}`);
}
