import { Column, Entity, PrimaryColumn, type MigrationInterface, type QueryRunner } from 'typeorm';
import type { JsonObject } from '../../event-store/index.js';
import type { Author } from '../../event-sourcing/author.js';
import { PACKED, stateTable, StateRow, STATE_COLUMNS, type ManagedTables } from '../../projections/index.js';
import { experimentAggregate } from '../experiment-aggregate.js';
import type { Experiment } from '../experiment.js';

@Entity('experiments')
export class ExperimentRow extends StateRow<Experiment> {
  @Column('text')
  id!: string;

  @Column('text')
  environment!: string;

  @Column('text')
  key!: string;

  @Column('text')
  flag!: string;

  @Column('text')
  status!: string;
}

/** One entry of an experiment's history; entries never expire. */
@Entity('experiment_history')
export class HistoryRow {
  @PrimaryColumn('text')
  experiment_id!: string;

  @PrimaryColumn('text')
  position!: string;

  @Column('bigint')
  revision!: string;

  @Column('text')
  type!: string;

  @Column('text')
  at!: string;

  @Column('jsonb')
  by!: Author;

  @Column('text')
  summary!: string;

  /** Not jsonb, which would reorder the members of objects. */
  @Column(PACKED)
  data!: JsonObject;
}

const experimentTable = stateTable({
  table: 'experiments',
  aggregate: experimentAggregate,
  columns: (experiment) => ({
    id: experiment?.id ?? '',
    environment: experiment?.environment ?? '',
    key: experiment?.key ?? '',
    flag: experiment?.flag ?? '',
    status: experiment?.status ?? '',
  }),
});

class ExperimentTables implements MigrationInterface {
  name = 'ExperimentTables1700000001400';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE experiments (${STATE_COLUMNS}, id text NOT NULL UNIQUE, environment text NOT NULL,
      key text NOT NULL, flag text NOT NULL, status text NOT NULL)`);
    await runner.query('CREATE INDEX experiments_newest ON experiments (environment, created_position DESC)');
    await runner.query('CREATE INDEX experiments_flag ON experiments (flag, environment)');
    await runner.query(`CREATE TABLE experiment_history (experiment_id text NOT NULL, position text NOT NULL,
      revision bigint NOT NULL, type text NOT NULL, at text NOT NULL, by jsonb NOT NULL, summary text NOT NULL,
      data json NOT NULL, PRIMARY KEY (experiment_id, position))`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE experiment_history');
    await runner.query('DROP TABLE experiments');
  }
}

/** The tables of experiments in the management read model. */
export const managedExperiments: ManagedTables = {
  tables: [experimentTable],
  entities: [ExperimentRow, HistoryRow],
  migrations: [ExperimentTables],
};
