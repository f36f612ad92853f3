import type { ActivityTables } from './activity-tables.js';

/** The most rejections of a type that are kept, in each environment. */
export const KEPT_REJECTIONS = 100;
/** Of all unknown types together: anybody can make them up. */
const KEPT_UNKNOWN = 5_000;

/** A rejected event, numbered by the process that rejected it. It has nothing that the event said. */
export interface StoredRejection {
  readonly environment: string;
  readonly eventType: string;
  readonly writer: string;
  readonly number: number;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly code: string;
  /** JSON pointer into the event. */
  readonly pointer: string;
  readonly isKnown: boolean;
}

interface Row {
  readonly writer: string;
  readonly number: string;
  readonly at: Date;
  readonly code: string;
  readonly pointer: string;
  readonly known: boolean;
}

/** The last rejections of each event type, of all processes. */
export class RejectionTable {
  constructor(
    private readonly tables: ActivityTables,
    /** The process that writes. */
    readonly writer: string,
  ) {}

  /** A repetition changes nothing. What is older than the kept ones of its type is dropped. */
  async write(rejections: readonly StoredRejection[]): Promise<void> {
    const source = await this.tables.source();
    await source.transaction(async (manager) => {
      // Two processes that drop at once would wait for each other's rows.
      await manager.query(`SELECT pg_advisory_xact_lock(hashtext('assay rejections'))`);
      await manager.query(
        `INSERT INTO assay_runtime.rejection (environment, event_type, writer, number, at, code, pointer, known)
         SELECT * FROM unnest($1::text[], $2::text[], $3::uuid[], $4::bigint[], $5::timestamptz[], $6::text[],
           $7::text[], $8::boolean[])
         ON CONFLICT (writer, number) DO NOTHING`,
        [
          rejections.map(({ environment }) => environment),
          rejections.map(({ eventType }) => eventType),
          rejections.map(({ writer }) => writer),
          rejections.map(({ number }) => number),
          rejections.map(({ at }) => new Date(at).toISOString()),
          rejections.map(({ code }) => code),
          rejections.map(({ pointer }) => pointer),
          rejections.map(({ isKnown }) => isKnown),
        ],
      );
      const types = new Map(rejections.map((each) => [`${each.environment} ${each.eventType}`, each]));
      await manager.query(
        `DELETE FROM assay_runtime.rejection old
         USING unnest($1::text[], $2::text[]) written(environment, event_type),
           LATERAL (SELECT writer, number FROM assay_runtime.rejection each
             WHERE each.environment = written.environment AND each.event_type = written.event_type
             ORDER BY at DESC, number DESC OFFSET $3) beyond
         WHERE old.writer = beyond.writer AND old.number = beyond.number`,
        [
          [...types.values()].map(({ environment }) => environment),
          [...types.values()].map(({ eventType }) => eventType),
          KEPT_REJECTIONS,
        ],
      );
      await manager.query(
        `DELETE FROM assay_runtime.rejection old
         USING (SELECT writer, number FROM assay_runtime.rejection WHERE NOT known ORDER BY at DESC OFFSET $1) beyond
         WHERE old.writer = beyond.writer AND old.number = beyond.number`,
        [KEPT_UNKNOWN],
      );
    });
  }

  /** The newest first. */
  async of(environment: string, eventType: string): Promise<StoredRejection[]> {
    const source = await this.tables.source();
    const rows = await source.query<Row[]>(
      `SELECT writer, number, at, code, pointer, known FROM assay_runtime.rejection
       WHERE environment = $1 AND event_type = $2 ORDER BY at DESC, number DESC LIMIT $3`,
      [environment, eventType, KEPT_REJECTIONS],
    );
    return rows.map(({ writer, number, at, code, pointer, known }) => ({
      ...{ environment, eventType, writer, code, pointer },
      ...{ number: Number(number), at: at.getTime(), isKnown: known },
    }));
  }
}
