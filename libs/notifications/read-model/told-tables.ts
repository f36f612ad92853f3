import { Entity, type MigrationInterface, type QueryRunner } from 'typeorm';
import { experimentAggregate, type Experiment } from '../../experiments/index.js';
import { flagAggregate, type Flag } from '../../flags/index.js';
import { stateTable, StateRow, STATE_COLUMNS, type ManagedTables } from '../../projections/index.js';

@Entity('told_experiments')
class ToldExperimentRow extends StateRow<Experiment> {}

@Entity('told_flags')
class ToldFlagRow extends StateRow<Flag> {}

const columns = () => ({});

class ToldTables implements MigrationInterface {
  name = 'ToldTables1700000002001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE told_experiments (${STATE_COLUMNS})`);
    await runner.query(`CREATE TABLE told_flags (${STATE_COLUMNS})`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE told_flags');
    await runner.query('DROP TABLE told_experiments');
  }
}

/** What notifications name: experiments and flags, as of the events that they are told of. */
export const toldTables: ManagedTables = {
  tables: [
    stateTable({ table: 'told_experiments', aggregate: experimentAggregate, columns }),
    stateTable({ table: 'told_flags', aggregate: flagAggregate, columns }),
  ],
  entities: [ToldExperimentRow, ToldFlagRow],
  migrations: [ToldTables],
};
