import type { ActivityTables } from './activity-tables.js';

/** What a process received of a type in a minute. */
export interface ReceivedMinute {
  readonly environment: string;
  readonly eventType: string;
  /** Begin of the minute in epoch milliseconds. */
  readonly minute: number;
  readonly accepted: number;
  readonly rejected: number;
  /** Time of the last event up to now, epoch milliseconds. */
  readonly lastAt: number;
}

/** What processes have received of a type. */
export interface ReceivedSum {
  readonly accepted: number;
  readonly rejected: number;
  /** Epoch milliseconds; 0 if none is known. */
  readonly lastAt: number;
}

const KEPT_MS = 2 * 3_600_000;

/** The numbers of received events by type, process and minute, and the time of each type's last event. */
export class ReceivedTable {
  private droppedAt = 0;

  constructor(
    private readonly tables: ActivityTables,
    /** The process that writes. */
    private readonly writer: string,
  ) {}

  /** Writes minutes whole, so a repetition changes nothing. Minutes of two hours ago are dropped. */
  async write(minutes: readonly ReceivedMinute[]): Promise<void> {
    const source = await this.tables.source();
    const sorted = minutes.toSorted((one, other) => (nameOf(one) < nameOf(other) ? -1 : 1));
    const columns = [
      sorted.map(({ environment }) => environment),
      sorted.map(({ eventType }) => eventType),
      sorted.map(({ minute }) => new Date(minute).toISOString()),
      sorted.map(({ accepted }) => accepted),
      sorted.map(({ rejected }) => rejected),
    ];
    await source.query(
      `INSERT INTO assay_runtime.received_minute (writer, environment, event_type, minute, accepted, rejected)
       SELECT $6, * FROM unnest($1::text[], $2::text[], $3::timestamptz[], $4::bigint[], $5::bigint[])
       ON CONFLICT (environment, event_type, minute, writer)
       DO UPDATE SET accepted = excluded.accepted, rejected = excluded.rejected`,
      [...columns, this.writer],
    );
    await source.query(
      `INSERT INTO assay_runtime.received_last (environment, event_type, at)
       SELECT environment, event_type, max(at) FROM unnest($1::text[], $2::text[], $3::timestamptz[])
         last(environment, event_type, at) GROUP BY 1, 2 ORDER BY 1, 2
       ON CONFLICT (environment, event_type) DO UPDATE SET at = excluded.at WHERE excluded.at > received_last.at`,
      [columns[0], columns[1], sorted.map(({ lastAt }) => new Date(lastAt).toISOString())],
    );
    await this.dropOlder(Math.max(...minutes.map(({ minute }) => minute)) - KEPT_MS);
  }

  /** What the other processes have received since a minute (epoch milliseconds), by type. */
  async ofOthers(
    environment: string,
    eventTypes: readonly string[],
    since: number,
  ): Promise<ReadonlyMap<string, ReceivedSum>> {
    if (eventTypes.length === 0) return new Map();
    const source = await this.tables.source();
    const rows = await source.query<{ event_type: string; accepted: string; rejected: string; at: Date | null }[]>(
      `SELECT event_type, coalesce(accepted, 0) AS accepted, coalesce(rejected, 0) AS rejected, at
       FROM (SELECT event_type, at FROM assay_runtime.received_last
             WHERE environment = $1 AND event_type = ANY ($2)) last
       FULL JOIN (SELECT event_type, sum(accepted) AS accepted, sum(rejected) AS rejected
             FROM assay_runtime.received_minute
             WHERE environment = $1 AND event_type = ANY ($2) AND minute >= $3 AND writer <> $4
             GROUP BY event_type) minutes USING (event_type)`,
      [environment, eventTypes, new Date(since).toISOString(), this.writer],
    );
    return new Map(
      rows.map(({ event_type: eventType, accepted, rejected, at }) => [
        eventType,
        { accepted: Number(accepted), rejected: Number(rejected), lastAt: at?.getTime() ?? 0 },
      ]),
    );
  }

  /** Once a minute. */
  private async dropOlder(than: number): Promise<void> {
    if (than <= this.droppedAt) return;
    const source = await this.tables.source();
    await source.query('DELETE FROM assay_runtime.received_minute WHERE minute < $1', [new Date(than).toISOString()]);
    this.droppedAt = than;
  }
}

const nameOf = ({ environment, eventType, minute }: ReceivedMinute): string => `${environment} ${eventType} ${minute}`;
