import { Column, Entity, type MigrationInterface, type QueryRunner } from 'typeorm';
import { stateTable, StateRow, STATE_COLUMNS } from '../../projections/index.js';
import { groupAggregate, type Group } from '../group.js';

@Entity('subject_groups')
export class GroupRow extends StateRow<Group> {
  @Column('text')
  key!: string;
}

export const subjectTables = [
  stateTable({
    table: 'subject_groups',
    prefix: 'group-',
    aggregate: groupAggregate,
    columns: (group) => ({ key: group?.key ?? '' }),
  }),
];

export class SubjectTables implements MigrationInterface {
  name = 'SubjectTables1700000001600';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE subject_groups (${STATE_COLUMNS}, key text NOT NULL UNIQUE)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE subject_groups');
  }
}
