import { Column, Entity, type MigrationInterface, type QueryRunner } from 'typeorm';
import { stateTable, StateRow, STATE_COLUMNS, type ManagedTables } from '../../projections/index.js';
import { apiKeyAggregate, type ApiKey } from '../api-key.js';
import { userAggregate, type User } from '../user.js';

@Entity('users')
export class UserRow extends StateRow<User> {
  @Column('text')
  id!: string;
}

@Entity('api_keys')
export class ApiKeyRow extends StateRow<ApiKey> {
  @Column('text')
  id!: string;
}

const accessTables = [
  stateTable({
    table: 'users',
    aggregate: userAggregate,
    columns: (user) => ({ id: user?.id ?? '' }),
  }),
  stateTable({
    table: 'api_keys',
    aggregate: apiKeyAggregate,
    columns: (key) => ({ id: key?.id ?? '' }),
  }),
];

class AccessTables implements MigrationInterface {
  name = 'AccessTables1700000001300';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE users (${STATE_COLUMNS}, id text NOT NULL UNIQUE)`);
    await runner.query(`CREATE TABLE api_keys (${STATE_COLUMNS}, id text NOT NULL UNIQUE)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE api_keys');
    await runner.query('DROP TABLE users');
  }
}

/** The tables of users and keys in the management read model. */
export const managedAccess: ManagedTables = {
  tables: accessTables,
  entities: [UserRow, ApiKeyRow],
  migrations: [AccessTables],
};
