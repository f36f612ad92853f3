import type { MigrationInterface, QueryRunner } from 'typeorm';
import { KeptTables } from '../../projections/index.js';

/**
 * The schema of what signing in keeps: sessions, attempts to sign in, and the last use of keys. Without it everybody
 * signs in again.
 */
const NAME = 'sign_in';

class SignInTables implements MigrationInterface {
  name = 'SignInTables1700000005000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE sessions (
      id uuid PRIMARY KEY, hash text NOT NULL UNIQUE, account uuid, key_id uuid, via text NOT NULL,
      sessions_from integer NOT NULL, device text NOT NULL,
      started_at timestamptz NOT NULL, seen_at timestamptz NOT NULL, ends_at timestamptz NOT NULL)`);
    await runner.query('CREATE INDEX sessions_account ON sessions (account)');
    await runner.query('CREATE INDEX sessions_ends_at ON sessions (ends_at)');
    await runner.query(`CREATE TABLE attempts (
      bucket text PRIMARY KEY, failures integer NOT NULL, free_at timestamptz NOT NULL, last_at timestamptz NOT NULL)`);
    await runner.query('CREATE INDEX attempts_last_at ON attempts (last_at)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE attempts');
    await runner.query('DROP TABLE sessions');
  }
}

class KeyUsesTable implements MigrationInterface {
  name = 'KeyUses1700000005001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE TABLE key_uses (key_id uuid PRIMARY KEY, used_at timestamptz NOT NULL)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE key_uses');
  }
}

export class SignInTablesSource extends KeptTables {
  /** @param url of the database that all apps share */
  constructor(url: string) {
    super(url, { name: NAME, entities: [], migrations: [SignInTables, KeyUsesTable] });
  }
}
