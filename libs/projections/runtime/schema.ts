import { DataSource, type EntityManager } from 'typeorm';
import type { ProjectionDefinition } from '../projection.js';
import { CheckpointRow, ParkedRow, RuntimeTables } from './runtime-rows.js';

const POOL_SIZE = 4;

/** A data source whose unqualified names are those of one schema. */
export function projectionDataSource(
  url: string,
  definition: ProjectionDefinition,
  schema = definition.name,
  poolSize = POOL_SIZE,
): DataSource {
  return new DataSource({
    type: 'postgres',
    url,
    schema,
    entities: [CheckpointRow, ParkedRow, ...definition.entities],
    migrations: [RuntimeTables, ...definition.migrations],
    migrationsTableName: 'migrations',
    poolSize,
    connectTimeoutMS: 5_000,
    applicationName: `assay-${definition.name}`,
    poolErrorHandler: () => undefined,
    extra: {
      options: `-c search_path=${schema} -c statement_timeout=60000 -c idle_in_transaction_session_timeout=10000`,
      keepAlive: true,
    },
  });
}

/**
 * Brings the schema to its current shape. Where a table of it is missing, nothing of the rest can be trusted: it is
 * dropped and starts from the beginning of the log.
 */
export async function prepareSchema(
  dataSource: DataSource,
  schema: string,
  tables: readonly string[],
  fresh = false,
): Promise<void> {
  await dataSource.query('SELECT pg_advisory_lock(hashtext($1))', [`assay ${schema}`]);
  try {
    if (fresh || !(await isWhole(dataSource, schema, tables)))
      await dataSource.query(`DROP SCHEMA IF EXISTS "${schema}" CASCADE`);
    await dataSource.query(`CREATE SCHEMA IF NOT EXISTS "${schema}"`);
    await dataSource.runMigrations({ transaction: 'each' });
  } finally {
    await dataSource.query('SELECT pg_advisory_unlock_all()');
  }
}

async function isWhole(dataSource: DataSource, schema: string, tables: readonly string[]): Promise<boolean> {
  const wanted = [...tables, ...dataSource.entityMetadatas.map((metadata) => metadata.tableName)];
  const found = await dataSource.query<{ table_name: string }[]>(
    'SELECT table_name FROM information_schema.tables WHERE table_schema = $1',
    [schema],
  );
  const names = new Set(found.map((row) => row.table_name));
  // A schema that was never made is not broken: migrations make it.
  if (!names.has('migrations')) return names.size === 0;
  if (!wanted.every((name) => names.has(name))) return false;
  const checkpoints = await dataSource.query<unknown[]>(`SELECT 1 FROM "${schema}".checkpoint`);
  return checkpoints.length === 1;
}

/** Puts a rebuilt schema in the place of the live one, in one short transaction. */
export async function swapSchemas(manager: EntityManager, live: string, rebuilt: string): Promise<void> {
  await manager.query(`DROP SCHEMA IF EXISTS "${live}_old" CASCADE`);
  await manager.query(`ALTER SCHEMA "${live}" RENAME TO "${live}_old"`);
  await manager.query(`ALTER SCHEMA "${rebuilt}" RENAME TO "${live}"`);
  await manager.query(`DROP SCHEMA "${live}_old" CASCADE`);
}
