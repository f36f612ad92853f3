import { Column, Entity, type MigrationInterface, type QueryRunner } from 'typeorm';
import { stateTable, StateRow, STATE_COLUMNS } from '../../projections/index.js';
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

export const accessTables = [
  stateTable({
    table: 'users',
    prefix: 'user-',
    aggregate: userAggregate,
    columns: (user) => ({ id: user?.id ?? '' }),
  }),
  stateTable({
    table: 'api_keys',
    prefix: 'api_key-',
    aggregate: apiKeyAggregate,
    columns: (key) => ({ id: key?.id ?? '' }),
  }),
];

export class AccessTables implements MigrationInterface {
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
