import type { EntityManager } from 'typeorm';
import { rowsByKeys } from '../../projections/index.js';
import type { SourcedCounting } from '../aggregation/sourced-counting.js';
import { amountText, type RowKey, type Amount } from '../aggregation/deltas.js';
import { dayOf, type LogClock } from '../aggregation/log-clock.js';
import { packUnit } from '../aggregation/packed-unit.js';
import { exposedTo } from '../aggregation/unit-state.js';
import { AGGREGATES, BY_ENVIRONMENT, type AggregateTable } from './aggregate-tables.js';
import type { Received } from './load-workspace.js';
import { Statement } from './statement.js';

/**
 * Writes the changes of a stretch of telemetry: ids, units, waiting events and aggregates.
 * @param clock as of the end of the stretch
 */
export async function writeCounts(
  manager: EntityManager,
  fresh: readonly Received[],
  counted: SourcedCounting,
  clock: LogClock,
): Promise<void> {
  const statement = new Statement();
  if (fresh.length > 0) addIds(statement, fresh);
  addUnits(statement, counted);
  addSubjectUnits(statement, counted);
  addWaiting(statement, counted);
  for (const table of [...AGGREGATES, ...BY_ENVIRONMENT]) addDeltas(statement, table, counted, clock);
  await statement.run(manager);
}

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

function addUnits(statement: Statement, counted: SourcedCounting): void {
  const touched = counted.touchedUnits();
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
  for (const { experiment, unit } of counted.gone.values()) {
    statement.add(
      `DELETE FROM units WHERE unit = ${statement.value(unit)} AND experiment_id = ${statement.value(experiment)}`,
    );
  }
}

function addSubjectUnits(statement: Statement, counted: SourcedCounting): void {
  const rows = counted.changedSubjectUnits();
  if (rows.length === 0) return;
  const column = (of: (row: (typeof rows)[number]) => string | number, type: string): string =>
    statement.lines(rows.map(of), type);
  const ofServers = statement.value(rows.map(({ at, atOfServers }) => (atOfServers === undefined ? at : atOfServers)));
  statement.add(`INSERT INTO subject_units (environment, person, experiment_id, unit, at, at_of_servers)
    SELECT * FROM unnest(${column((row) => row.environment, 'text')}, ${column((row) => row.person, 'text')},
      ${column((row) => row.experiment, 'text')}, ${column((row) => row.unit, 'text')}, ${column((row) => row.at, 'bigint')},
      ${ofServers}::bigint[])
    ON CONFLICT (environment, person, experiment_id, unit) DO UPDATE SET at = least(subject_units.at, excluded.at),
      at_of_servers = least(subject_units.at_of_servers, excluded.at_of_servers)`);
}

function addWaiting(statement: Statement, counted: SourcedCounting): void {
  const all = counted.changedWaiting();
  const written = all
    .filter(({ keep }) => keep)
    .map(({ event: { receivedAt, waitsIn, takenOfServers, ...event } }) => ({
      ...event,
      ...{ received_at: receivedAt, waits_in: waitsIn, taken_of_servers: takenOfServers },
    }));
  if (written.length > 0) {
    statement.add(`INSERT INTO waiting_events (environment, id, person, type, at, received_at, properties, decided, taken,
        waits_in, taken_of_servers)
      SELECT environment, id, person, type, at, received_at, properties, nullif(decided, 'null'::jsonb),
        ARRAY (SELECT jsonb_array_elements_text(taken)), waits_in,
        CASE WHEN taken_of_servers IS NOT NULL THEN ARRAY (SELECT jsonb_array_elements_text(taken_of_servers)) END
      FROM jsonb_to_recordset(${statement.value(JSON.stringify(written))}::jsonb) AS w (environment text, id text,
        person text, type text, at bigint, received_at bigint, properties jsonb, decided jsonb, taken jsonb,
        waits_in text, taken_of_servers jsonb)
      ON CONFLICT (environment, id) DO UPDATE SET person = excluded.person, decided = excluded.decided,
        taken = excluded.taken, waits_in = excluded.waits_in, taken_of_servers = excluded.taken_of_servers`);
  }
  const dropped = all.filter(({ keep }) => !keep).map(({ event: { environment, id } }) => ({ environment, id }));
  if (dropped.length > 0) {
    const keys = {
      environment: statement.lines(
        dropped.map(({ environment }) => environment),
        'text',
      ),
      id: `${statement.value(dropped.map(({ id }) => id))}::text[]`,
    };
    statement.add(
      `DELETE FROM waiting_events WHERE ctid = ANY (ARRAY (${rowsByKeys('waiting_events', 'ctid', keys)}))`,
    );
  }
}

interface DeltaRow {
  readonly key: RowKey;
  readonly values: readonly Amount[];
}

function addDeltas(statement: Statement, table: AggregateTable, counted: SourcedCounting, clock: LogClock): void {
  const { name, key, sums, isHourly = false } = table;
  const rows = [...counted.deltas[table.deltas].changed()];
  if (rows.length === 0) return;
  const environment = ({ key: [id] }: DeltaRow): string => counted.environmentOf(String(id));
  const columns = [
    ...key.map(([column, type], index) => ({ column, type, of: (row: DeltaRow) => row.key[index] ?? '' })),
    ...sums.map(([column, type], index) => {
      return { column, type, of: (row: DeltaRow) => amountText(row.values[index] ?? 0) };
    }),
    ...(BY_ENVIRONMENT.includes(table) ? [] : [{ column: 'environment', type: 'text', of: environment }]),
    ...(isHourly ? [{ column: 'hour', type: 'integer', of: (row: DeltaRow) => clock.hour(environment(row)) }] : []),
  ];
  const arrays = columns.map(({ type, of }) => statement.lines(rows.map(of), type)).join(', ');
  const names = columns.map(({ column }) => column).join(', ');
  const updates = sums.map(([column]) => `${column} = ${name}.${column} + excluded.${column}`);
  if (isHourly) updates.push('hour = excluded.hour');
  statement.add(`INSERT INTO ${name} (${names}) SELECT * FROM unnest(${arrays})
    ON CONFLICT (${key.map(([column]) => column).join(', ')}) DO UPDATE SET ${updates.join(', ')}`);
}
