import { randomBytes } from 'node:crypto';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import type { DataKey, DataKeyStore } from '../event-sourcing/sealing/data-keys.js';
import { newId } from '../platform/ids.js';
import type { SealedTexts } from '../platform/sealed-text.js';
import { KeptTables } from './kept-tables.js';

/** The schema of the keys that names in the log are sealed under. Without it these names are forgotten. */
const NAME = 'data_keys';
const SECRET_BYTES = 32;

class DataKeyTables implements MigrationInterface {
  name = 'DataKeyTables1700000006000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE data_keys (
      owner text PRIMARY KEY, id uuid NOT NULL UNIQUE, wrapped text, made_at timestamptz NOT NULL DEFAULT now())`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE data_keys');
  }
}

interface Row {
  readonly id: string;
  readonly owner: string;
  readonly wrapped: string | null;
}

/** Data keys in PostgreSQL, each sealed by ASSAY_SEAL_KEY. The row of a forgotten owner stays, without its key. */
export class DataKeyTable extends KeptTables implements DataKeyStore {
  /** @param url of the database that all apps share */
  constructor(
    url: string,
    private readonly seals: SealedTexts,
  ) {
    super(url, { name: NAME, entities: [], migrations: [DataKeyTables] });
  }

  async keyOf(owner: string): Promise<DataKey> {
    const source = await this.source();
    const find = (): Promise<Row[]> =>
      source.query('SELECT id, owner, wrapped FROM data_keys WHERE owner = $1', [owner]);
    const [known] = await find();
    if (known) return this.opened(known);
    const id = newId();
    const wrapped = this.seals.seal(randomBytes(SECRET_BYTES).toString('base64url'), aboutKey(id));
    await source.query(
      'INSERT INTO data_keys (owner, id, wrapped) VALUES ($1, $2, $3) ON CONFLICT (owner) DO NOTHING',
      [owner, id, wrapped],
    );
    const [made] = await find();
    if (!made) throw new Error('PostgreSQL inserted no key');
    return this.opened(made);
  }

  async find(ids: readonly string[]): Promise<DataKey[]> {
    const source = await this.source();
    const rows = await source.query<Row[]>('SELECT id, owner, wrapped FROM data_keys WHERE id = ANY ($1::uuid[])', [
      ids,
    ]);
    return rows.map((row) => this.opened(row));
  }

  async forget(owner: string): Promise<DataKey> {
    const source = await this.source();
    // An owner that has no key never gets one.
    const [forgotten] = await source.query<Row[]>(
      `INSERT INTO data_keys (owner, id, wrapped) VALUES ($1, $2, NULL)
       ON CONFLICT (owner) DO UPDATE SET wrapped = NULL RETURNING id, owner, wrapped`,
      [owner, newId()],
    );
    if (!forgotten) throw new Error('PostgreSQL forgot no key');
    return this.opened(forgotten);
  }

  async ping(): Promise<void> {
    await (await this.source()).query('SELECT 1');
  }

  private opened({ id, owner, wrapped }: Row): DataKey {
    const secret = wrapped === null ? null : Buffer.from(this.seals.open(wrapped, aboutKey(id)), 'base64url');
    return { id, owner, secret };
  }
}

const aboutKey = (id: string): string => `data key ${id}`;
