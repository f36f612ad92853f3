import type { DataSource } from 'typeorm';

/** Tables of what comes of each event type, in a schema that rebuilds do not touch: no log has it. */
export class ActivityTables {
  private created: Promise<void> | undefined;

  constructor(
    /** Of any read model: the schema is beside it. */
    private readonly dataSource: () => Promise<DataSource>,
  ) {}

  /** The source of connections; the first use makes the tables. */
  readonly source = async (): Promise<DataSource> => {
    const source = await this.dataSource();
    this.created ??= create(source).catch((error: unknown) => {
      this.created = undefined;
      throw error;
    });
    await this.created;
    return source;
  };
}

const create = (source: DataSource): Promise<void> =>
  source.transaction(async (manager) => {
    await manager.query(`SELECT pg_advisory_xact_lock(hashtext('assay type activity'))`);
    await manager.query('CREATE SCHEMA IF NOT EXISTS assay_runtime');
    await manager.query(`CREATE TABLE IF NOT EXISTS assay_runtime.received_minute (environment text NOT NULL,
      event_type text NOT NULL, writer uuid NOT NULL, minute timestamptz NOT NULL, accepted bigint NOT NULL,
      rejected bigint NOT NULL, PRIMARY KEY (environment, event_type, minute, writer))`);
    await manager.query('CREATE INDEX IF NOT EXISTS received_minute_at ON assay_runtime.received_minute (minute)');
    await manager.query(`CREATE TABLE IF NOT EXISTS assay_runtime.received_last (environment text NOT NULL,
      event_type text NOT NULL, at timestamptz NOT NULL, PRIMARY KEY (environment, event_type))`);
    await manager.query(`CREATE TABLE IF NOT EXISTS assay_runtime.rejection (environment text NOT NULL,
      event_type text NOT NULL, writer uuid NOT NULL, number bigint NOT NULL, at timestamptz NOT NULL,
      code text NOT NULL, pointer text NOT NULL, known boolean NOT NULL, PRIMARY KEY (writer, number))`);
    await manager.query(`CREATE INDEX IF NOT EXISTS rejection_type
      ON assay_runtime.rejection (environment, event_type, at DESC)`);
    await manager.query(`CREATE INDEX IF NOT EXISTS rejection_unknown
      ON assay_runtime.rejection (at DESC) WHERE NOT known`);
  });
