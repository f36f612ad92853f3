import { Column, Entity, PrimaryColumn, type MigrationInterface, type QueryRunner } from 'typeorm';
import type { Experiment } from '../../experiments/index.js';
import { StateRow, STATE_COLUMNS } from '../../projections/index.js';
import type { SubjectState } from '../aggregation/subject-state.js';
import type { Metric } from '../metric.js';

@Entity('measured_experiments')
export class MeasuredExperimentRow extends StateRow<Experiment> {
  @Column('text')
  id!: string;
}

@Entity('measured_metrics')
export class MeasuredMetricRow extends StateRow<Metric> {
  @Column('text')
  key!: string;
}

/** Ids of counted events: an event counts once, whatever was appended twice. */
@Entity('telemetry_ids')
export class TelemetryIdRow {
  @PrimaryColumn('text')
  event_id!: string;

  @Column('text')
  hash!: string;
}

@Entity('subjects')
export class SubjectRow {
  @PrimaryColumn('text')
  experiment_id!: string;

  @PrimaryColumn('text')
  subject!: string;

  @Column('jsonb')
  state!: SubjectState;
}

@Entity('moments')
export class MomentsRow {
  @PrimaryColumn('text')
  experiment_id!: string;

  @PrimaryColumn('text')
  metric!: string;

  @PrimaryColumn('text')
  variant!: string;

  @PrimaryColumn('integer')
  phase!: number;

  @Column('numeric')
  n!: string;

  @Column('numeric')
  sx!: string;

  @Column('numeric')
  sy!: string;

  @Column('numeric')
  sxx!: string;

  @Column('numeric')
  sxy!: string;

  @Column('numeric')
  syy!: string;
}

@Entity('exposures')
export class ExposureRow {
  @PrimaryColumn('text')
  experiment_id!: string;

  @PrimaryColumn('text')
  variant!: string;

  @PrimaryColumn('integer')
  phase!: number;

  @Column('numeric')
  subjects!: string;
}

@Entity('series')
export class SeriesRow {
  @PrimaryColumn('text')
  experiment_id!: string;

  @PrimaryColumn('text')
  metric!: string;

  @PrimaryColumn('text')
  variant!: string;

  @PrimaryColumn('bigint')
  bucket!: string;

  @Column('numeric')
  numerator!: string;

  @Column('numeric')
  denominator!: string;
}

@Entity('windows')
export class WindowRow {
  @PrimaryColumn('text')
  experiment_id!: string;

  @PrimaryColumn('integer')
  run!: number;

  @PrimaryColumn('text')
  metric!: string;

  @PrimaryColumn('text')
  variant!: string;

  @PrimaryColumn('bigint')
  bucket!: string;

  @Column('numeric')
  numerator!: string;

  @Column('numeric')
  denominator!: string;
}

@Entity('tails')
export class TailRow {
  @PrimaryColumn('text')
  experiment_id!: string;

  @Column('numeric')
  events!: string;
}

/** One row: the receive time of the last telemetry projected, and the position of the last event that changed anything. */
@Entity('as_of')
export class AsOfRow {
  @PrimaryColumn('integer')
  id!: number;

  @Column('text', { nullable: true })
  received_at!: string | null;

  @Column('text', { nullable: true })
  position!: string | null;
}

export class MeasurementTables implements MigrationInterface {
  name = 'MeasurementTables1700000002000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [
      `CREATE TABLE measured_experiments (${STATE_COLUMNS}, id text NOT NULL UNIQUE)`,
      `CREATE TABLE measured_metrics (${STATE_COLUMNS}, key text NOT NULL UNIQUE)`,
      'CREATE TABLE telemetry_ids (event_id text PRIMARY KEY, hash text NOT NULL)',
      `CREATE TABLE subjects (experiment_id text, subject text, state jsonb NOT NULL, PRIMARY KEY (experiment_id, subject))
        WITH (fillfactor = 80)`,
      `CREATE TABLE moments (experiment_id text, metric text, variant text, phase integer, n numeric NOT NULL,
        sx numeric NOT NULL, sy numeric NOT NULL, sxx numeric NOT NULL, sxy numeric NOT NULL, syy numeric NOT NULL,
        PRIMARY KEY (experiment_id, metric, variant, phase)) WITH (fillfactor = 50)`,
      `CREATE TABLE exposures (experiment_id text, variant text, phase integer, subjects numeric NOT NULL,
        PRIMARY KEY (experiment_id, variant, phase)) WITH (fillfactor = 50)`,
      `CREATE TABLE series (experiment_id text, metric text, variant text, bucket bigint, numerator numeric NOT NULL,
        denominator numeric NOT NULL, PRIMARY KEY (experiment_id, metric, variant, bucket)) WITH (fillfactor = 80)`,
      `CREATE TABLE windows (experiment_id text, run integer, metric text, variant text, bucket bigint,
        numerator numeric NOT NULL, denominator numeric NOT NULL,
        PRIMARY KEY (experiment_id, run, metric, variant, bucket)) WITH (fillfactor = 80)`,
      'CREATE TABLE tails (experiment_id text PRIMARY KEY, events numeric NOT NULL)',
      'CREATE TABLE as_of (id integer PRIMARY KEY CHECK (id = 1), received_at text, position text)',
      'INSERT INTO as_of (id) VALUES (1)',
    ]) {
      await runner.query(statement);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    const tables = 'as_of, tails, windows, series, exposures, moments, subjects, telemetry_ids';
    await runner.query(`DROP TABLE ${tables}, measured_metrics, measured_experiments`);
  }
}
