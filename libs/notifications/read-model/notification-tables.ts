import { Column, Entity, type MigrationInterface, type QueryRunner } from 'typeorm';
import { stateTable, StateRow, STATE_COLUMNS, type ManagedTables } from '../../projections/index.js';
import { destinationAggregate, type Destination } from '../destination.js';
import { ruleAggregate, type NotificationRule } from '../notification-rule.js';

@Entity('notification_destinations')
export class DestinationRow extends StateRow<Destination> {
  @Column('text')
  id!: string;
}

@Entity('notification_rules')
export class NotificationRuleRow extends StateRow<NotificationRule> {
  @Column('text')
  id!: string;
}

const destinationTable = stateTable({
  table: 'notification_destinations',
  aggregate: destinationAggregate,
  columns: (destination) => ({ id: destination?.id ?? '' }),
});
const ruleTable = stateTable({
  table: 'notification_rules',
  aggregate: ruleAggregate,
  columns: (rule) => ({ id: rule?.id ?? '' }),
});

class NotificationTables implements MigrationInterface {
  name = 'NotificationTables1700000002000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE notification_destinations (${STATE_COLUMNS}, id text NOT NULL UNIQUE)`);
    await runner.query(`CREATE TABLE notification_rules (${STATE_COLUMNS}, id text NOT NULL UNIQUE)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE notification_rules');
    await runner.query('DROP TABLE notification_destinations');
  }
}

/** Destinations and rules, in the management read model and in that of what is told. */
export const managedNotifications: ManagedTables = {
  tables: [destinationTable, ruleTable],
  entities: [DestinationRow, NotificationRuleRow],
  migrations: [NotificationTables],
};
