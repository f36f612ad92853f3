import { Column, Entity, type DataSource, type MigrationInterface, type QueryRunner } from 'typeorm';
import { stateTable, StateRow, STATE_COLUMNS, type Condition, type ManagedTables } from '../../projections/index.js';
import { flagAggregate, flagEnvironmentAggregate, type Flag, type FlagEnvironment } from '../flag.js';

@Entity('flags')
export class FlagRow extends StateRow<Flag> {
  @Column('text')
  key!: string;
}

@Entity('flag_environments')
export class FlagEnvironmentRow extends StateRow<FlagEnvironment> {}

const flagTables = [
  stateTable({
    table: 'flags',
    aggregate: flagAggregate,
    columns: (flag) => ({ key: flag?.key ?? '' }),
  }),
  stateTable({
    table: 'flag_environments',
    aggregate: flagEnvironmentAggregate,
    columns: () => ({}),
  }),
];

class FlagTables implements MigrationInterface {
  name = 'FlagTables1700000001002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE flags (${STATE_COLUMNS}, key text NOT NULL UNIQUE)`);
    await runner.query(`CREATE TABLE flag_environments (${STATE_COLUMNS})`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE flag_environments');
    await runner.query('DROP TABLE flags');
  }
}

/** The tables of flags in the management read model. */
export const managedFlags: ManagedTables = {
  tables: flagTables,
  entities: [FlagRow, FlagEnvironmentRow],
  migrations: [FlagTables],
};

/** The rows of flags in environments, by their streams. */
export function environmentsOf(source: DataSource, streams: readonly string[]): Promise<FlagEnvironmentRow[]> {
  const rows = source.getRepository(FlagEnvironmentRow).createQueryBuilder('e');
  return rows.where('e.stream IN (:...streams)', { streams }).getMany();
}

/** Flags that require this one. */
export const requiring = (key: string): Condition => ({
  sql: `EXISTS (SELECT 1 FROM json_array_elements(row.state->'requires') required WHERE required->>'flag' = :required)`,
  parameters: { required: key },
});
