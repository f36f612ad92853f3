import { Column, Entity, PrimaryColumn, type MigrationInterface, type QueryRunner } from 'typeorm';
import type { JsonObject } from '../../event-store/index.js';
import type { Author } from '../../event-sourcing/author.js';
import {
  createPastTable,
  PACKED,
  stateTable,
  StateRow,
  STATE_COLUMNS,
  type ManagedTables,
  type Versions,
} from '../../projections/index.js';
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

  /** Time of the completion and id, which sort completed experiments; null before. */
  @Column('text', { nullable: true })
  completed_order!: string | null;
}

@Entity('past_experiments')
export class PastExperimentRow extends ExperimentRow {
  @Column('bigint')
  since!: string;
}

export const EXPERIMENTS: Versions<ExperimentRow> = { current: ExperimentRow, past: PastExperimentRow };

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
  past: { table: 'past_experiments' },
  columns: (experiment) => ({
    id: experiment?.id ?? '',
    environment: experiment?.environment ?? '',
    key: experiment?.key ?? '',
    flag: experiment?.flag ?? '',
    status: experiment?.status ?? '',
    completed_order: experiment?.completedAt ? `${experiment.completedAt} ${experiment.id}` : null,
  }),
});

/** What a search for what was learnt looks through. The column is not in the entity: no answer has it. */
const SEARCHED = [
  ...['key', 'name', 'description', 'hypothesis', 'flag', 'metrics', 'tags', 'summary'].map(
    (name) => `state->>'${name}'`,
  ),
  `state->'outcome'->>'comment'`,
]
  .map((text) => `coalesce(${text}, '')`)
  .join(` || ' ' || `);

class ExperimentTables implements MigrationInterface {
  name = 'ExperimentTables1700000001402';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE experiments (${STATE_COLUMNS}, id text NOT NULL UNIQUE, environment text NOT NULL,
      key text NOT NULL, flag text NOT NULL, status text NOT NULL, completed_order text,
      search tsvector GENERATED ALWAYS AS (to_tsvector('english', ${SEARCHED})) STORED)`);
    await runner.query('CREATE INDEX experiments_completed ON experiments (environment, completed_order DESC)');
    await runner.query('CREATE INDEX experiments_search ON experiments USING gin (search)');
    await runner.query('CREATE INDEX experiments_newest ON experiments (environment, created_position DESC)');
    await runner.query('CREATE INDEX experiments_flag ON experiments (flag, environment)');
    await createPastTable(runner, 'past_experiments', [
      ...['id', 'environment', 'key', 'flag', 'status'].map((name) => `${name} text NOT NULL`),
      'completed_order text',
    ]);
    await runner.query('CREATE INDEX past_experiments_flag ON past_experiments (flag, environment, until, since)');
    await runner.query(`CREATE TABLE experiment_history (experiment_id text NOT NULL, position text NOT NULL,
      revision bigint NOT NULL, type text NOT NULL, at text NOT NULL, by jsonb NOT NULL, summary text NOT NULL,
      data json NOT NULL, PRIMARY KEY (experiment_id, position))`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE experiment_history');
    await runner.query('DROP TABLE past_experiments');
    await runner.query('DROP TABLE experiments');
  }
}

/** The tables of experiments in the management read model. */
export const managedExperiments: ManagedTables = {
  tables: [experimentTable],
  entities: [ExperimentRow, PastExperimentRow, HistoryRow],
  migrations: [ExperimentTables],
};
