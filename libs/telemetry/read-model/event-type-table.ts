import { Column, Entity, type MigrationInterface, type QueryRunner } from 'typeorm';
import { stateTable, StateRow, STATE_COLUMNS, type ManagedTables } from '../../projections/index.js';
import { eventTypeAggregate, type EventType } from '../event-type.js';

@Entity('event_types')
export class EventTypeRow extends StateRow<EventType> {
  @Column('text')
  key!: string;
}

const eventTypeTable = stateTable({
  table: 'event_types',
  aggregate: eventTypeAggregate,
  columns: (state) => ({ key: state?.key ?? '' }),
});

class EventTypeTable implements MigrationInterface {
  name = 'EventTypeTable1700000001200';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE event_types (${STATE_COLUMNS}, key text NOT NULL UNIQUE)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE event_types');
  }
}

/** The table of event types in the management read model. */
export const managedEventTypes: ManagedTables = {
  tables: [eventTypeTable],
  entities: [EventTypeRow],
  migrations: [EventTypeTable],
};
