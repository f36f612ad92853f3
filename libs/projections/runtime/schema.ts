import { setTimeout as sleep } from 'node:timers/promises';
import { DataSource, type Logger, type QueryRunner } from 'typeorm';
import { postgresDriver, STATEMENT_TIMEOUT_MS } from '../../platform/postgres/connections.js';
import type { ProjectionDefinition } from '../projection.js';
import { CaughtUp, CheckpointRow, DefinitionVersion, ParkedRow, RuntimeTables } from './runtime-rows.js';

const POOL_SIZE = 4;
const SILENT_AFTER_MS = 1_000;
const ignore = (): void => undefined;
/** Errors are thrown; without this logger TypeORM would print them too. */
const SILENT: Logger = {
  logQuery: ignore,
  logQueryError: ignore,
  logQuerySlow: ignore,
  logSchemaBuild: ignore,
  logMigration: ignore,
  log: ignore,
};

type Contents = Pick<ProjectionDefinition, 'name' | 'entities' | 'migrations'>;

/** The data source of a projection: its tables, and those that the runtime keeps beside them. */
export function projectionDataSource(
  url: string,
  { name, entities, migrations }: Contents,
  schema = name,
  limits: Limits = {},
): DataSource {
  const contents = {
    name,
    entities: [CheckpointRow, ParkedRow, ...entities],
    migrations: [RuntimeTables, DefinitionVersion, CaughtUp, ...migrations],
  };
  return schemaDataSource(url, contents, schema, limits);
}

interface Limits {
  readonly poolSize?: number;
  /** Of each statement. */
  readonly patienceMs?: number;
}

/** A data source with one schema as its search path. */
export function schemaDataSource(
  url: string,
  { name, entities, migrations }: Contents,
  schema = name,
  { poolSize = POOL_SIZE, patienceMs = STATEMENT_TIMEOUT_MS }: Limits = {},
): DataSource {
  return new DataSource({
    type: 'postgres',
    driver: postgresDriver,
    url,
    schema,
    entities: [...entities],
    migrations: [...migrations],
    migrationsTableName: 'migrations',
    poolSize,
    applicationName: `assay-${name}`,
    poolErrorHandler: () => undefined,
    logger: SILENT,
    extra: {
      options: `-c search_path=${schema} -c statement_timeout=${patienceMs} -c idle_in_transaction_session_timeout=10000`,
      // The server cancels long statements; if it does not, the connection is dead.
      silenceMs: patienceMs + SILENT_AFTER_MS,
    },
  });
}

const LOCK_AGAIN_MS = 100;

/** What a schema has to hold. */
type Expected = Pick<ProjectionDefinition, 'tables' | 'version'>;

const versionOf = ({ version = 1 }: Expected): number => version;

/**
 * Migrates the schema, one process at a time. If a table is missing, or another version of the definition filled it,
 * the rest cannot be trusted: the schema is dropped and rebuilt from the start of the log.
 */
export async function prepareSchema(
  dataSource: DataSource,
  schema: string,
  expected: Expected,
  fresh = false,
): Promise<void> {
  await underSchemaLock(dataSource, schema, async () => {
    if (fresh || !(await isWhole(dataSource, schema, expected)))
      await dataSource.query(`DROP SCHEMA IF EXISTS "${schema}" CASCADE`);
    await migrate(dataSource, schema);
    await dataSource.query(`UPDATE "${schema}".checkpoint SET version = $1 WHERE version <> $1`, [versionOf(expected)]);
  });
}

/** Migrates a schema that no log can fill again: nothing in it is dropped. */
export const prepareKeptSchema = (dataSource: DataSource, schema: string): Promise<void> =>
  underSchemaLock(dataSource, schema, () => migrate(dataSource, schema));

async function migrate(dataSource: DataSource, schema: string): Promise<void> {
  await dataSource.query(`CREATE SCHEMA IF NOT EXISTS "${schema}"`);
  await dataSource.runMigrations({ transaction: 'each' });
}

async function underSchemaLock(dataSource: DataSource, schema: string, work: () => Promise<void>): Promise<void> {
  // The lock belongs to this session, and ends with it.
  const session = dataSource.createQueryRunner();
  try {
    while (!(await isLocked(session, schema))) await sleep(LOCK_AGAIN_MS);
    await work();
  } finally {
    await session.query('SELECT pg_advisory_unlock_all()').catch(() => undefined);
    await session.release();
  }
}

async function isLocked(session: QueryRunner, schema: string): Promise<boolean> {
  // QueryRunner does not type the rows of a statement.
  const [row] = (await session.query('SELECT pg_try_advisory_lock(hashtext($1)) AS locked', [`assay ${schema}`])) as {
    locked: boolean;
  }[];
  return row?.locked ?? false;
}

async function isWhole(dataSource: DataSource, schema: string, expected: Expected): Promise<boolean> {
  const wanted = [...(expected.tables ?? []), ...dataSource.entityMetadatas.map((metadata) => metadata.tableName)];
  const found = await dataSource.query<{ table_name: string }[]>(
    'SELECT table_name FROM information_schema.tables WHERE table_schema = $1',
    [schema],
  );
  const names = new Set(found.map((row) => row.table_name));
  // An empty schema is not broken: migrations create it.
  if (!names.has('migrations')) return names.size === 0;
  if (!wanted.every((name) => names.has(name))) return false;
  // As JSON, because a schema that an earlier version made has no such column yet.
  const checkpoints = await dataSource.query<{ version: number | null }[]>(
    `SELECT to_jsonb(checkpoint) -> 'version' AS version FROM "${schema}".checkpoint`,
  );
  return checkpoints.length === 1 && (checkpoints[0]?.version ?? 1) === versionOf(expected);
}

const DROP_TRIES = 20;
// Below PostgreSQL's deadlock_timeout, so that in a deadlock the drop gives way, never a reader.
const DROP_PATIENCE_MS = 500;

/**
 * Replaces the live schema with the rebuilt one. Renaming takes no lock that a reader can hold. The old tables are
 * dropped later: no new reader finds them by name, and the drop waits for the last ones.
 */
export async function swapSchemas(source: DataSource, live: string, rebuilt: string): Promise<void> {
  const old = `${live}_old`;
  await source.transaction(async (manager) => {
    await manager.query(`DROP SCHEMA IF EXISTS "${old}" CASCADE`);
    await manager.query(`ALTER SCHEMA "${live}" RENAME TO "${old}"`);
    await manager.query(`ALTER SCHEMA "${rebuilt}" RENAME TO "${live}"`);
  });
  for (let tries = 0; tries < DROP_TRIES; tries += 1) if (await isDropped(source, old)) return;
}

/** False while readers still use the schema; the next swap drops a schema that is left. */
async function isDropped(source: DataSource, schema: string): Promise<boolean> {
  try {
    await source.transaction(async (manager) => {
      await manager.query(`SET LOCAL lock_timeout = ${DROP_PATIENCE_MS}`);
      await manager.query(`DROP SCHEMA "${schema}" CASCADE`);
    });
    return true;
  } catch {
    return false;
  }
}
