import { Column, Entity, type MigrationInterface, type QueryRunner } from 'typeorm';
import {
  createPastTable,
  stateTable,
  StateRow,
  STATE_COLUMNS,
  type ManagedTables,
  type Versions,
} from '../../projections/index.js';
import { conflictDomainAggregate, type ConflictDomain } from '../conflict-domain.js';
import { groupAggregate, groupSummary, type Group, type GroupSummary } from '../group.js';
import { holdoutAggregate, type Holdout } from '../holdout.js';
import { overrideAggregate, type Override } from '../override.js';

@Entity('subject_groups')
export class GroupRow extends StateRow<Group> {
  @Column('text')
  key!: string;
}

/** Without the subjects of lists: thousands may be in each version. Their streams have them. */
@Entity('past_subject_groups')
export class PastGroupRow extends StateRow<GroupSummary> {
  @Column('text')
  key!: string;

  @Column('bigint')
  since!: string;
}

export const PAST_GROUPS: Versions<PastGroupRow> = { current: PastGroupRow, past: PastGroupRow };

@Entity('overrides')
export class OverrideRow extends StateRow<Override> {
  @Column('text')
  environment!: string;

  @Column('text')
  flag!: string;

  /** ISO 8601 UTC: the time of its expiry or early end. */
  @Column('text')
  ends_at!: string;
}

@Entity('past_overrides')
export class PastOverrideRow extends OverrideRow {
  @Column('bigint')
  since!: string;
}

export const OVERRIDES: Versions<OverrideRow> = { current: OverrideRow, past: PastOverrideRow };

@Entity('holdouts')
export class HoldoutRow extends StateRow<Holdout> {
  @Column('text')
  environment!: string;

  @Column('text')
  key!: string;
}

@Entity('past_holdouts')
export class PastHoldoutRow extends HoldoutRow {
  @Column('bigint')
  since!: string;
}

export const HOLDOUTS: Versions<HoldoutRow> = { current: HoldoutRow, past: PastHoldoutRow };

@Entity('conflict_domains')
export class ConflictDomainRow extends StateRow<ConflictDomain> {
  @Column('text')
  environment!: string;

  @Column('text')
  key!: string;
}

const subjectTables = [
  stateTable({
    table: 'subject_groups',
    aggregate: groupAggregate,
    past: { table: 'past_subject_groups', keeps: (group) => group && groupSummary(group) },
    columns: (group) => ({ key: group?.key ?? '' }),
  }),
  stateTable({
    table: 'overrides',
    aggregate: overrideAggregate,
    past: { table: 'past_overrides' },
    columns: (override) => ({
      environment: override?.environment ?? '',
      flag: override?.flag ?? '',
      ends_at: override?.endedAt ?? override?.expiresAt ?? '',
    }),
  }),
  stateTable({
    table: 'holdouts',
    aggregate: holdoutAggregate,
    past: { table: 'past_holdouts' },
    columns: (holdout) => ({ environment: holdout?.environment ?? '', key: holdout?.key ?? '' }),
  }),
  stateTable({
    table: 'conflict_domains',
    aggregate: conflictDomainAggregate,
    columns: (domain) => ({ environment: domain?.environment ?? '', key: domain?.key ?? '' }),
  }),
];

class SubjectTables implements MigrationInterface {
  name = 'SubjectTables1700000001604';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE subject_groups (${STATE_COLUMNS}, key text NOT NULL UNIQUE)`);
    await runner.query(
      `CREATE TABLE overrides (${STATE_COLUMNS}, environment text NOT NULL, flag text NOT NULL, ends_at text NOT NULL)`,
    );
    await runner.query('CREATE INDEX overrides_newest ON overrides (environment, flag, created_position DESC)');
    await runner.query(`CREATE TABLE holdouts (${STATE_COLUMNS}, environment text NOT NULL, key text NOT NULL)`);
    await runner.query('CREATE UNIQUE INDEX holdouts_key ON holdouts (environment, key)');
    await runner.query(
      `CREATE TABLE conflict_domains (${STATE_COLUMNS}, environment text NOT NULL, key text NOT NULL)`,
    );
    await runner.query('CREATE UNIQUE INDEX conflict_domains_key ON conflict_domains (environment, key)');
    const [environment, key] = ['environment text NOT NULL', 'key text NOT NULL'];
    await createPastTable(runner, 'past_subject_groups', [key]);
    await createPastTable(runner, 'past_overrides', [environment, 'flag text NOT NULL', 'ends_at text NOT NULL']);
    await createPastTable(runner, 'past_holdouts', [environment, key]);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const past of ['past_holdouts', 'past_overrides', 'past_subject_groups'])
      await runner.query(`DROP TABLE ${past}`);
    await runner.query('DROP TABLE conflict_domains');
    await runner.query('DROP TABLE holdouts');
    await runner.query('DROP TABLE overrides');
    await runner.query('DROP TABLE subject_groups');
  }
}

/** The tables of this part in the management read model. */
export const managedSubjects: ManagedTables = {
  tables: subjectTables,
  entities: [ConflictDomainRow, GroupRow, PastGroupRow, HoldoutRow, PastHoldoutRow, OverrideRow, PastOverrideRow],
  migrations: [SubjectTables],
};
