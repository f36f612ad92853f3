import { Column, Entity, PrimaryColumn, type EntityManager, type MigrationInterface, type QueryRunner } from 'typeorm';
import type { StoredEvent } from '../../event-store/index.js';
import { decodeFor, prefixOf } from '../../event-sourcing/aggregate.js';
import type { ManagedTables, StateTable } from '../../projections/index.js';
import type { Breach, TriggerOutcome } from '../guardrail.events.js';
import { triggersAggregate } from '../trigger.js';

/** One row per trigger; rows never expire. */
@Entity('guardrail_triggers')
export class TriggerRow {
  @PrimaryColumn('text')
  id!: string;

  @Column('text')
  experiment_id!: string;

  @Column('text')
  position!: string;

  @Column('jsonb')
  breach!: Breach;

  @Column('text', { nullable: true })
  outcome!: TriggerOutcome | null;
}

const triggerTable: StateTable = {
  prefix: prefixOf(triggersAggregate),
  async apply(events: readonly StoredEvent[], manager: EntityManager): Promise<void> {
    for (const stored of events) {
      const event = decodeFor(triggersAggregate, stored);
      switch (event.type) {
        case 'guardrail_breached':
          await manager.query(
            'INSERT INTO guardrail_triggers (id, experiment_id, position, breach) VALUES ($1, $2, $3, $4) ON CONFLICT (id) DO NOTHING',
            [event.data.id, event.data.experiment, stored.position, JSON.stringify(event.data)],
          );
          break;
        case 'guardrail_action_settled':
          await manager.query('UPDATE guardrail_triggers SET outcome = $2 WHERE id = $1', [
            event.data.trigger,
            event.data.outcome,
          ]);
          break;
      }
    }
  },
};

class TriggerTable implements MigrationInterface {
  name = 'TriggerTable1700000001501';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE guardrail_triggers (id text PRIMARY KEY, experiment_id text NOT NULL, position text NOT NULL,
      breach jsonb NOT NULL, outcome text)`);
    await runner.query('CREATE INDEX guardrail_triggers_experiment ON guardrail_triggers (experiment_id, position)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE guardrail_triggers');
  }
}

/** The table of triggers in the management read model. */
export const managedTriggers: ManagedTables = {
  tables: [triggerTable],
  entities: [TriggerRow],
  migrations: [TriggerTable],
};
