import { Column, Entity, type MigrationInterface, type QueryRunner } from 'typeorm';
import { stateTable, StateRow, STATE_COLUMNS } from '../../projections/index.js';
import { flagAggregate, flagEnvironmentAggregate, type Flag, type FlagEnvironment } from '../flag.js';

@Entity('flags')
export class FlagRow extends StateRow<Flag> {
  @Column('text')
  key!: string;
}

@Entity('flag_environments')
export class FlagEnvironmentRow extends StateRow<FlagEnvironment> {}

export const flagTables = [
  stateTable({
    table: 'flags',
    prefix: 'flag-',
    aggregate: flagAggregate,
    columns: (flag) => ({ key: flag?.key ?? '' }),
  }),
  stateTable({
    table: 'flag_environments',
    prefix: 'flag_environment-',
    aggregate: flagEnvironmentAggregate,
    columns: () => ({}),
  }),
];

export class FlagTables implements MigrationInterface {
  name = 'FlagTables1700000001001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE flags (${STATE_COLUMNS}, key text NOT NULL UNIQUE)`);
    await runner.query(`CREATE TABLE flag_environments (${STATE_COLUMNS})`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE flag_environments');
    await runner.query('DROP TABLE flags');
  }
}
