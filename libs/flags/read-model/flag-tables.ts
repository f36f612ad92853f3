import { Column, Entity, type MigrationInterface, type QueryRunner } from 'typeorm';
import {
  createPastTable,
  stateTable,
  StateRow,
  STATE_COLUMNS,
  type Condition,
  type ManagedTables,
  type Versions,
} from '../../projections/index.js';
import { flagAggregate, flagEnvironmentAggregate, type Flag, type FlagEnvironment } from '../flag.js';

@Entity('flags')
export class FlagRow extends StateRow<Flag> {
  @Column('text')
  key!: string;
}

@Entity('past_flags')
export class PastFlagRow extends FlagRow {
  @Column('bigint')
  since!: string;
}

export const FLAGS: Versions<FlagRow> = { current: FlagRow, past: PastFlagRow };

@Entity('flag_environments')
export class FlagEnvironmentRow extends StateRow<FlagEnvironment> {}

@Entity('past_flag_environments')
export class PastFlagEnvironmentRow extends FlagEnvironmentRow {
  @Column('bigint')
  since!: string;
}

export const FLAG_ENVIRONMENTS: Versions<FlagEnvironmentRow> = {
  current: FlagEnvironmentRow,
  past: PastFlagEnvironmentRow,
};

const flagTables = [
  stateTable({
    table: 'flags',
    aggregate: flagAggregate,
    past: { table: 'past_flags' },
    columns: (flag) => ({ key: flag?.key ?? '' }),
  }),
  stateTable({
    table: 'flag_environments',
    aggregate: flagEnvironmentAggregate,
    past: { table: 'past_flag_environments' },
    columns: () => ({}),
  }),
];

class FlagTables implements MigrationInterface {
  name = 'FlagTables1700000001003';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE flags (${STATE_COLUMNS}, key text NOT NULL UNIQUE)`);
    await runner.query(`CREATE TABLE flag_environments (${STATE_COLUMNS})`);
    await createPastTable(runner, 'past_flags', ['key text NOT NULL']);
    await createPastTable(runner, 'past_flag_environments', []);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE past_flag_environments');
    await runner.query('DROP TABLE past_flags');
    await runner.query('DROP TABLE flag_environments');
    await runner.query('DROP TABLE flags');
  }
}

/** The tables of flags in the management read model. */
export const managedFlags: ManagedTables = {
  tables: flagTables,
  entities: [FlagRow, PastFlagRow, FlagEnvironmentRow, PastFlagEnvironmentRow],
  migrations: [FlagTables],
};

/** Flags that require this one. */
export const requiring = (key: string): Condition => ({
  sql: `EXISTS (SELECT 1 FROM json_array_elements(row.state->'requires') required WHERE required->>'flag' = :required)`,
  parameters: { required: key },
});
