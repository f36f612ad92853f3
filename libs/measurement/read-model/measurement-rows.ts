import { Column, Entity, type MigrationInterface, type QueryRunner } from 'typeorm';
import type { Experiment } from '../../experiments/index.js';
import { AGGREGATES, BY_ENVIRONMENT, definitionsOf } from './aggregate-tables.js';
import { StateRow, STATE_COLUMNS } from '../../projections/index.js';
import type { VersionedMetric } from '../../metrics/index.js';

@Entity('measured_experiments')
export class MeasuredExperimentRow extends StateRow<Experiment> {
  @Column('text')
  id!: string;
}

@Entity('measured_metrics')
export class MeasuredMetricRow extends StateRow<VersionedMetric> {
  @Column('text')
  key!: string;
}

const COUNTS = [
  ...[...AGGREGATES, ...BY_ENVIRONMENT].flatMap(definitionsOf),
  'expired_events (experiment_id text PRIMARY KEY, events numeric NOT NULL)',
];

const STATES = [
  `measured_experiments (${STATE_COLUMNS}, id text NOT NULL UNIQUE)`,
  `measured_metrics (${STATE_COLUMNS}, key text NOT NULL UNIQUE)`,
  'units (unit text, experiment_id text, exposed boolean NOT NULL, state text NOT NULL, PRIMARY KEY (unit, experiment_id))',
  `counted_metrics (experiment_id text, metric text, version integer NOT NULL, complete boolean NOT NULL,
    compared boolean NOT NULL,
    PRIMARY KEY (experiment_id, metric))`,
  'foreknown_metrics (key text PRIMARY KEY, state jsonb NOT NULL)',
  `log_clocks (environment text PRIMARY KEY, received_at bigint NOT NULL, unlooked text[] NOT NULL DEFAULT '{}')`,
  'evidence (experiment_id text PRIMARY KEY, environment text NOT NULL, state json NOT NULL)',
  `subject_units (environment text, person text, experiment_id text, unit text, at bigint NOT NULL,
    at_of_servers bigint, PRIMARY KEY (person, environment, experiment_id, unit))`,
  `subject_links (environment text, subject text, root text NOT NULL, linked boolean NOT NULL,
    PRIMARY KEY (environment, subject))`,
  'subject_joins (position text PRIMARY KEY, environment text NOT NULL, subject text NOT NULL)',
  `waiting_events (environment text, id text, person text NOT NULL, type text NOT NULL, at bigint NOT NULL,
    received_at bigint NOT NULL, properties jsonb, decided jsonb, taken text[] NOT NULL,
    waits_in text, taken_of_servers text[], PRIMARY KEY (environment, id))`,
];

const nameOf = (table: string): string => table.slice(0, table.indexOf(' '));

/** All tables of the schema except the runtime's own. If one is missing, all are rebuilt from the log. */
export const MEASUREMENT_TABLES: readonly string[] = [...[...COUNTS, ...STATES].map(nameOf), 'telemetry_ids', 'as_of'];

/**
 * COUNTS are counts per experiment; STATES are the state of units and events that further counting needs. Besides:
 * - `telemetry_ids`: ids of counted events by the UTC day (since 1970) of their own time, to count each id once.
 * - `subject_joins`: each link that joined two persons, by its position in the log.
 * - `counted_metrics`: the metrics that a started experiment has ever named.
 * - `at_of_servers`, `waits_in`, `taken_of_servers`: as `SubjectUnit` and `WaitingEvent` have them; the first is never
 *   left out, and null if no server exposed the subject.
 * - `as_of`: one row with the receive time (epoch milliseconds) of the last telemetry projected. It also has the
 *   position of the last event that changed anything, and the last day for which expired rows were dropped.
 */
export class MeasurementTables implements MigrationInterface {
  // Another name than before version 2: a projector from then would take these tables for its own.
  name = 'MeasurementTables1700000003004';

  async up(runner: QueryRunner): Promise<void> {
    // A low fillfactor leaves room on each page, because these rows change all the time.
    for (const table of COUNTS) await runner.query(`CREATE TABLE ${table} WITH (fillfactor = 60)`);
    for (const table of STATES) await runner.query(`CREATE TABLE ${table} WITH (fillfactor = 80)`);
    for (const statement of [
      `CREATE TABLE telemetry_ids (event_id text, environment text, day integer, hash text NOT NULL,
        PRIMARY KEY (event_id, environment, day)) PARTITION BY LIST (day)`,
      'CREATE INDEX units_exposed ON units (experiment_id) WHERE exposed',
      'CREATE INDEX subject_links_root ON subject_links (environment, root)',
      'CREATE INDEX subject_joins_position ON subject_joins (position COLLATE "C")',
      'CREATE INDEX waiting_events_person ON waiting_events (environment, person, received_at)',
      `CREATE INDEX waiting_events_experiment ON waiting_events ((decided ->> 'experiment'), received_at)`,
      'CREATE INDEX waiting_events_received ON waiting_events (received_at)',
      `CREATE TABLE as_of (id integer PRIMARY KEY CHECK (id = 1), received_at bigint, position text,
        pruned_day integer NOT NULL DEFAULT 0)`,
      'INSERT INTO as_of (id) VALUES (1)',
    ]) {
      await runner.query(statement);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE ${MEASUREMENT_TABLES.join(', ')}`);
  }
}
