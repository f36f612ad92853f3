import { Column, Entity, PrimaryColumn, type MigrationInterface, type QueryRunner } from 'typeorm';
import type { JsonObject } from '../../event-store/index.js';
import type { Author } from '../../event-sourcing/author.js';
import { packed, unpacked } from '../../primitives/written-json.js';
import { PACKED, stateTable, StateRow, STATE_COLUMNS, type ManagedTables } from '../../projections/index.js';
import { approverGroupAggregate, reviewPolicyAggregate } from '../../reviews/index.js';
import { participationLimitAggregate } from '../../subjects/index.js';
import type { Change } from '../changes.js';
import type { EntityKind } from '../words.js';

/** One row per event; rows never expire. */
@Entity('audit')
export class AuditRow {
  @PrimaryColumn('text')
  position!: string;

  @Column('bigint')
  revision!: string;

  /** ISO 8601 UTC. */
  @Column('text')
  at!: string;

  @Column('text')
  type!: string;

  @Column('text')
  by_kind!: Author['kind'];

  @Column('text')
  by_id!: string;

  @Column('text')
  by_name!: string;

  /** Null for what all environments share. */
  @Column('text', { nullable: true })
  environment!: string | null;

  @Column('text')
  entity_kind!: EntityKind;

  @Column('text')
  entity_id!: string;

  @Column('text')
  correlation_id!: string;

  @Column('text')
  causation_id!: string;

  @Column('text')
  summary!: string;

  /** Not jsonb, which would reorder the members of objects. */
  @Column(PACKED)
  data!: JsonObject;

  @Column({ type: 'json', transformer: { to: packedChanges, from: unpackedChanges } })
  changes!: readonly Change[];
}

/** States that no other table of the read model keeps. */
@Entity('audited_states')
export class AuditedStateRow extends StateRow<object | null> {}

/** Only an object can be packed. */
interface PackedChanges {
  readonly fields: readonly Change[];
}

/** Changes for the table, with the texts of their values. */
export function packedChanges(fields: readonly Change[]): string {
  return packed({ fields } satisfies PackedChanges);
}

function unpackedChanges(stored: PackedChanges): readonly Change[] {
  return unpacked(stored).fields;
}

// The other parts' tables keep the states of all other streams.
const [table, columns] = ['audited_states', () => ({})] as const;
const remainingStates = [
  stateTable({ table, aggregate: reviewPolicyAggregate, columns }),
  stateTable({ table, aggregate: approverGroupAggregate, columns }),
  stateTable({ table, aggregate: participationLimitAggregate, columns }),
];

class AuditTables implements MigrationInterface {
  name = 'AuditTables1700000001800';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE audited_states (${STATE_COLUMNS})`);
    // The words are not in the entity: no query reads them.
    await runner.query(`CREATE TABLE audit (position text PRIMARY KEY, revision bigint NOT NULL, at text NOT NULL,
      type text NOT NULL, by_kind text NOT NULL, by_id text NOT NULL, by_name text NOT NULL, environment text,
      entity_kind text NOT NULL, entity_id text NOT NULL, correlation_id text NOT NULL, causation_id text NOT NULL,
      summary text NOT NULL, data json NOT NULL, changes json NOT NULL, words tsvector NOT NULL)`);
    await runner.query('CREATE INDEX audit_author ON audit (by_id, position)');
    await runner.query('CREATE INDEX audit_entity ON audit (entity_kind, entity_id, position)');
    await runner.query('CREATE INDEX audit_type ON audit (type, position)');
    await runner.query('CREATE INDEX audit_words ON audit USING gin (words)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE audit');
    await runner.query('DROP TABLE audited_states');
  }
}

/** The tables of the audit in the management read model. */
export const managedAudit: ManagedTables = {
  tables: remainingStates,
  entities: [AuditRow, AuditedStateRow],
  migrations: [AuditTables],
};
