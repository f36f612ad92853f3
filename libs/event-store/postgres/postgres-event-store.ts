import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { Pool, STATEMENT_TIMEOUT_MS } from '../../platform/postgres/connections.js';
import { EventStoreUnavailableError, EventTooLargeError, WrongExpectedRevisionError } from '../errors.js';
import {
  MAX_APPEND_BYTES,
  MAX_APPEND_EVENTS,
  type Appended,
  type EventStore,
  type Expected,
  type NewEvent,
  type ReadOptions,
  type StoredEvent,
  type StoreMessage,
  type SubscribeOptions,
} from '../event-store.js';
import type { Position } from '../position.js';
import { AppendHints } from './hints.js';
import { encodePosition } from './log-position.js';
import { appendFailure, connectFailure, readFailure } from './postgres-errors.js';
import { followLog, visibleHead } from './follow-log.js';
import { EVENT_COLUMNS, toStoredEvent, type EventRow } from './rows.js';
import { SCHEMA_LOCK, SCHEMA_SQL } from './schema.js';

const READ_PAGE = 500;

export interface PostgresEventStoreOptions {
  readonly connectionString: string;
  /** Connections for appends and reads; one more listens for hints. */
  readonly poolSize?: number;
}

/** The event store on PostgreSQL 14 and later. */
export class PostgresEventStore implements EventStore {
  readonly name = 'postgresql';
  private readonly closing = new AbortController();
  /** True after a refused append, until one succeeds. */
  private refused = false;

  private constructor(
    private readonly pool: pg.Pool,
    private readonly hints: AppendHints,
  ) {}

  /** Connects, and creates missing parts of the schema. @throws EventStoreUnavailableError */
  static async connect(options: PostgresEventStoreOptions): Promise<PostgresEventStore> {
    const store = PostgresEventStore.make(options);
    try {
      await store.createSchema();
    } catch (error) {
      await store.close();
      throw connectFailure(error);
    }
    await store.hints.listen();
    return store;
  }

  /** Expects the schema from an earlier process; connects once the server can be reached. */
  static open(options: PostgresEventStoreOptions): PostgresEventStore {
    const store = PostgresEventStore.make(options);
    void store.hints.listen();
    return store;
  }

  private static make(options: PostgresEventStoreOptions): PostgresEventStore {
    const pool = new Pool({
      connectionString: options.connectionString,
      max: options.poolSize ?? 10,
      statement_timeout: STATEMENT_TIMEOUT_MS,
      idle_in_transaction_session_timeout: 10_000,
      application_name: 'assay-events',
    });
    const hints = new AppendHints(options.connectionString, (channel) => pool.query(`NOTIFY ${channel}`));
    return new PostgresEventStore(pool, hints);
  }

  async append(
    stream: string,
    events: readonly NewEvent[],
    { expected }: { readonly expected: Expected },
  ): Promise<Appended> {
    if (events.length === 0) throw new TypeError('an append needs at least one event');
    const data = events.map((event) => JSON.stringify(event.data)).join('\n');
    const metadata = events.map((event) => JSON.stringify(event.metadata)).join('\n');
    const bytes = Buffer.byteLength(data) + Buffer.byteLength(metadata);
    if (bytes > MAX_APPEND_BYTES) throw new EventTooLargeError(bytes, MAX_APPEND_BYTES);
    if (events.length > MAX_APPEND_EVENTS) throw new EventTooLargeError(events.length, MAX_APPEND_EVENTS);

    const { mode, revision } = expectation(expected);
    const client = await this.connection();
    let row: AppendRow | undefined;
    try {
      const result = await client.query<AppendRow>({
        ...APPEND,
        values: [stream, mode, revision, events.map(({ id }) => id), events.map(({ type }) => type), data, metadata],
      });
      row = result.rows[0];
      client.release();
      this.refused = false;
    } catch (error) {
      client.release(error instanceof Error ? error : true);
      const failure = appendFailure(stream, error);
      this.refused ||= failure instanceof EventStoreUnavailableError;
      throw failure;
    }
    if (!row) throw new Error('the append function answered nothing');
    const last = Number(row.last_revision);
    if (row.outcome === 'conflict')
      throw new WrongExpectedRevisionError(stream, expected, last < 0 ? 'no_stream' : last);
    this.hints.appended();
    return {
      revision: last,
      position: encodePosition({ epoch: row.at_epoch, xid: row.at_xid, position: row.at_position }),
    };
  }

  async *read(stream: string, options: ReadOptions = {}): AsyncIterable<StoredEvent> {
    const backwards = options.direction === 'backwards';
    let left = options.limit ?? Number.POSITIVE_INFINITY;
    let next = options.from ?? (backwards ? Number.MAX_SAFE_INTEGER : 0);
    while (left > 0) {
      const page = Math.min(READ_PAGE, left);
      const rows = await this.query<EventRow>(
        `SELECT ${EVENT_COLUMNS} FROM event_store.events e WHERE stream = $1 AND e.revision ${backwards ? '<=' : '>='} $2
         ORDER BY e.revision ${backwards ? 'DESC' : 'ASC'} LIMIT $3`,
        [stream, next, page],
      );
      for (const row of rows) yield toStoredEvent(row);
      if (rows.length < page) return;
      left -= page;
      next = Number(rows.at(-1)?.revision) + (backwards ? -1 : 1);
    }
  }

  subscribe(options: SubscribeOptions): AsyncIterable<StoreMessage> {
    return followLog({ query: this.query.bind(this), hints: this.hints, closing: this.closing.signal }, options);
  }

  head(): Promise<Position | undefined> {
    return visibleHead(this.query.bind(this));
  }

  async ping(): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const timeout = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new EventStoreUnavailableError('PostgreSQL did not answer within 2 s')), 2_000);
    });
    try {
      await Promise.race([this.checkWritable(), timeout]);
    } finally {
      clearTimeout(timer);
    }
  }

  async close(): Promise<void> {
    this.closing.abort();
    await this.hints.close();
    await this.pool.end();
  }

  /** Checks that writes are possible; after a refused append (full disk) it tries an append, which it rolls back. */
  private async checkWritable(): Promise<void> {
    const [server] = await this.query<{ read_only: boolean }>(
      `SELECT current_setting('transaction_read_only')::boolean AS read_only`,
      [],
    );
    if (server?.read_only) throw new EventStoreUnavailableError('PostgreSQL is read-only');
    if (!this.refused) return;
    const client = await this.connection();
    try {
      await client.query('BEGIN');
      await client.query({ ...APPEND, values: ['probe', 'any', -2, [randomUUID()], ['probe'], '{}', '{}'] });
      await client.query('ROLLBACK');
      client.release();
      this.refused = false;
    } catch (error) {
      client.release(true);
      throw appendFailure('probe', error);
    }
  }

  private async createSchema(): Promise<void> {
    const client = await this.pool.connect();
    try {
      await client.query('BEGIN');
      await client.query('SELECT pg_advisory_xact_lock($1)', [SCHEMA_LOCK]);
      await client.query(SCHEMA_SQL);
      await client.query('COMMIT');
    } finally {
      // Closes the connection, which ends a failed transaction.
      client.release(true);
    }
  }

  private async connection(): Promise<pg.PoolClient> {
    try {
      return await this.pool.connect();
    } catch (error) {
      throw connectFailure(error);
    }
  }

  private async query<Row extends pg.QueryResultRow>(text: string, values: readonly unknown[]): Promise<Row[]> {
    try {
      return (await this.pool.query<Row>(text, [...values])).rows;
    } catch (error) {
      throw readFailure(error);
    }
  }
}

const APPEND = {
  name: 'assay-append',
  text: 'SELECT * FROM event_store.append($1, $2, $3, $4, $5, $6, $7)',
  // A silent connection is dropped well before the caller gives up.
  query_timeout: 4_000,
};

interface AppendRow {
  outcome: 'appended' | 'conflict';
  last_revision: string;
  at_epoch: number;
  at_xid: string;
  at_position: string;
}

function expectation(expected: Expected): { mode: 'exact' | 'any' | 'stream_exists'; revision: number } {
  if (typeof expected === 'number') return { mode: 'exact', revision: expected };
  if (expected === 'no_stream') return { mode: 'exact', revision: -1 };
  return { mode: expected, revision: -2 };
}
