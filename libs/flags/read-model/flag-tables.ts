import { Column, Entity, type MigrationInterface, type QueryRunner } from 'typeorm';
import { stateTable, StateRow, STATE_COLUMNS } from '../../projections/index.js';
import { flagAggregate, flagEnvironmentAggregate, type Flag, type FlagEnvironment } from '../flag.js';

@Entity('flags')
export class FlagRow extends StateRow<Flag> {
  @Column('text')
  key!: string;
}

@Entity('flag_environments')
export class FlagEnvironmentRow extends StateRow<FlagEnvironment> {
  /** Position of the last change of the default: it ends every pin from before. */
  @Column('text', { nullable: true })
  default_changed_at!: string | null;
}

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
    lastPositions: { default_changed_at: 'flag_default_changed' },
  }),
];

export class FlagTables implements MigrationInterface {
  name = 'FlagTables1700000001000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE flags (${STATE_COLUMNS}, key text NOT NULL UNIQUE)`);
    await runner.query(`CREATE TABLE flag_environments (${STATE_COLUMNS}, default_changed_at text)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE flag_environments');
    await runner.query('DROP TABLE flags');
  }
}
