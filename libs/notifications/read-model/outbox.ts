import type { Position } from '../../event-store/index.js';
import { LazySource, projectionDataSource } from '../../projections/index.js';
import { unpacked } from '../../primitives/written-json.js';
import type { StillServed } from '../words/of-system.js';
import { KEPT_ATTEMPTS, type Attempt } from '../delivery.js';
import { destinationStream, type Destination } from '../destination.js';
import type { Content, Intent } from '../occurrence.js';
import type { Waiting } from '../limit.js';
import { Directory, knownOf, type Known } from './directory.js';
import { storeIntents } from './intents.js';
import { NOTIFICATIONS } from './notifications.projection.js';
import { DeliveryRow, OUTBOX, OutboxTables } from './outbox-tables.js';

const DEFINITION = { name: OUTBOX, entities: [DeliveryRow], migrations: [OutboxTables] };
const POOL_SIZE = 4;
const KEPT_DAYS = 90;
const PRUNED_AT_ONCE = 10_000;
const MINUTE_MS = 60_000;

/** A delivery that an attempt has begun on. */
export type Claimed = Pick<DeliveryRow, 'id' | 'kind' | 'attempts' | 'gives_up_at'> & { readonly content: Content };

const MOST_AT_ONCE = 200;
const URGENCY = `array_position(ARRAY['critical', 'warning', 'info'], severity)`;

/** The notifications to be sent. The statements of one process that holds the projector's lease; none stays open while it sends. */
export class Outbox {
  private readonly lazy: LazySource;

  constructor(url: string) {
    this.lazy = new LazySource(() =>
      projectionDataSource(url, DEFINITION, OUTBOX, { poolSize: POOL_SIZE }).initialize(),
    );
  }

  /** Makes the tables. At the very first start, nothing that lies before `head` will be told. */
  async create(head: () => Promise<Position | undefined>): Promise<void> {
    const source = await this.lazy.get();
    await source.query(`CREATE SCHEMA IF NOT EXISTS ${OUTBOX}`);
    await source.runMigrations({ transaction: 'each' });
    const [row] = await source.query<{ caught_up: boolean }[]>('SELECT caught_up FROM checkpoint');
    if (row?.caught_up) return;
    await source.query('UPDATE checkpoint SET position = $1, caught_up = true WHERE NOT caught_up', [
      (await head()) ?? null,
    ]);
  }

  /**
   * Attempts whose outcome is not recorded are made again: the receiver may get them twice, under the same id.
   * @param destination default all
   */
  async recover(now: Date, destination?: string): Promise<void> {
    await this.run(
      `UPDATE deliveries SET state = 'waiting', next_attempt_at = $1
       WHERE state = 'sending' AND destination = coalesce($2, destination)`,
      [now, destination ?? null],
    );
  }

  async destinationsDue(now: Date): Promise<string[]> {
    const rows = await this.run<{ destination: string }[]>(
      `SELECT DISTINCT destination FROM deliveries WHERE state = 'waiting' AND next_attempt_at <= $1`,
      [now],
    );
    return rows.map(({ destination }) => destination);
  }

  /** Undefined if it was removed; 'unknown' while the projection's tables are being made anew. */
  async destination(id: string): Promise<Destination | undefined | 'unknown'> {
    const [row] = await this.run<{ whole: boolean; state: Destination | null }[]>(
      `SELECT caught_up AS whole, state FROM ${NOTIFICATIONS}.checkpoint
       LEFT JOIN ${NOTIFICATIONS}.notification_destinations ON stream = $1`,
      [destinationStream(id)],
    );
    if (!row?.whole) return 'unknown';
    return row.state === null ? undefined : unpacked(row.state);
  }

  async waiting(destination: string, now: Date): Promise<Waiting> {
    const due = await this.run<{ id: string; fresh: boolean }[]>(
      `SELECT id, attempts = 0 AND kind <> 'digest' AS fresh FROM deliveries WHERE destination = $1 AND state = 'waiting' AND next_attempt_at <= $2
       ORDER BY ${URGENCY}, place LIMIT ${MOST_AT_ONCE}`,
      [destination, now],
    );
    const [counted] = await this.run<{ begun: number }[]>(
      'SELECT count(*)::integer AS begun FROM deliveries WHERE destination = $1 AND first_attempt_at > $2 AND digest IS NULL',
      [destination, new Date(now.getTime() - MINUTE_MS)],
    );
    return {
      fresh: due.filter(({ fresh }) => fresh).map(({ id }) => id),
      again: due.filter(({ fresh }) => !fresh).map(({ id }) => id),
      begun: counted?.begun ?? 0,
    };
  }

  /** Begins an attempt; undefined if another process did. */
  async claim(id: string, now: Date): Promise<Claimed | undefined> {
    const [rows] = await this.run<[Claimed[], number]>(
      `UPDATE deliveries SET state = 'sending', attempts = attempts + 1, first_attempt_at = coalesce(first_attempt_at, $2)
       WHERE id = $1 AND state = 'waiting' RETURNING id, kind, content, attempts, gives_up_at`,
      [id, now],
    );
    return rows[0];
  }

  /** Puts waiting deliveries into one digest, which waits in their place. */
  async gather(digest: Intent, members: readonly string[], now: Date): Promise<void> {
    const source = await this.lazy.get();
    await source.transaction(async (manager) => {
      await storeIntents(manager, [digest], now);
      await manager.query(
        `UPDATE deliveries SET state = 'in_digest', digest = $2, next_attempt_at = NULL
         WHERE id = ANY ($1::uuid[]) AND state = 'waiting'`,
        [members, digest.id],
      );
    });
  }

  /** Contents of deliveries, in the order of their intents. */
  async contents(ids: readonly string[]): Promise<readonly Pick<DeliveryRow, 'id' | 'kind' | 'rule' | 'content'>[]> {
    return this.run('SELECT id, kind, rule, content FROM deliveries WHERE id = ANY ($1::uuid[]) ORDER BY place', [ids]);
  }

  /** The deliveries that a digest gathers. */
  async membersOf(digest: string): Promise<readonly Pick<DeliveryRow, 'id' | 'kind' | 'content'>[]> {
    return this.run('SELECT id, kind, content FROM deliveries WHERE digest = $1 ORDER BY place', [digest]);
  }

  /** Records an attempt and what follows: delivered, the time of the next attempt, or given up (null). */
  async settle(id: string, attempt: Attempt, then: 'delivered' | Date | null): Promise<void> {
    const state = then === 'delivered' ? 'delivered' : then === null ? 'failed' : 'waiting';
    await this.run(
      `UPDATE deliveries SET state = $2, delivered_at = CASE WHEN $2 = 'delivered' THEN $3::timestamptz ELSE delivered_at END,
         next_attempt_at = $4, log = (SELECT coalesce(json_agg(entry ORDER BY at), '[]') FROM (
           SELECT entry, at FROM json_array_elements((log::jsonb || $5::jsonb)::json) WITH ORDINALITY AS logged (entry, at)
           ORDER BY at DESC LIMIT ${KEPT_ATTEMPTS}) AS kept)
       WHERE id = $1`,
      [id, state, attempt.at, then instanceof Date ? then : null, JSON.stringify([attempt])],
    );
  }

  /** Gives up all that waits for a destination. */
  async giveUp(destination: string, attempt: Attempt): Promise<void> {
    await this.run(
      `UPDATE deliveries SET state = 'failed', next_attempt_at = NULL, log = (log::jsonb || $2::jsonb)::json
       WHERE destination = $1 AND state = 'waiting'`,
      [destination, JSON.stringify([attempt])],
    );
  }

  async directory(): Promise<Directory> {
    return Directory.load(await this.lazy.get(), NOTIFICATIONS);
  }

  async known(environment: string, experiment: string): Promise<Known> {
    return knownOf(await this.lazy.get(), environment, experiment, NOTIFICATIONS);
  }

  async store(intents: readonly Intent[], now: Date): Promise<void> {
    await storeIntents((await this.lazy.get()).manager, intents, now);
  }

  /** Events that lie parked by their own fault, the newest first. */
  async parked(projection: string, limit: number) {
    return this.run<{ position: string; stream: string; type: string; error: string; parked_at: Date }[]>(
      `SELECT position, stream, type, error, parked_at FROM ${projection}.parked
       WHERE error <> 'waits for a parked event of its stream' ORDER BY parked_at DESC LIMIT $1`,
      [limit],
    );
  }

  /** Variants that subjects saw long after a rollback, of experiments completed since then; never control. */
  async stillServed(since: Date, limit: number): Promise<StillServed[]> {
    const [tables] = await this.run<{ known: boolean }[]>(
      `SELECT to_regclass('management.experiments') IS NOT NULL
         AND to_regclass('measurement.served_after') IS NOT NULL AS known`,
      [],
    );
    if (tables?.known !== true) return [];
    const rows = await this.run<{ id: string; environment: string; variant: string; events: string }[]>(
      `SELECT served.experiment_id AS id, experiments.environment, served.variant, served.events
       FROM measurement.served_after served
       JOIN management.experiments experiments ON experiments.id = served.experiment_id
       WHERE served.events > 0 AND experiments.state -> 'outcome' ->> 'kind' = 'rollback'
         AND (experiments.state ->> 'completedAt') > $1
         AND NOT EXISTS (SELECT 1 FROM json_array_elements(experiments.state -> 'variants') arm
           WHERE arm ->> 'key' = served.variant AND arm ->> 'control' = 'true')
       ORDER BY experiments.state ->> 'completedAt' DESC, served.variant LIMIT $2`,
      [since.toISOString(), limit],
    );
    return rows.map(({ events, ...row }) => ({ ...row, exposures: Number(events) }));
  }

  /** Deletes what was settled and is older than 90 days. */
  async prune(now: Date): Promise<void> {
    await this.run(
      `DELETE FROM deliveries WHERE id IN (SELECT id FROM deliveries WHERE created_at < $1
         AND state NOT IN ('waiting', 'sending') LIMIT ${PRUNED_AT_ONCE})`,
      [new Date(now.getTime() - KEPT_DAYS * 24 * 60 * MINUTE_MS)],
    );
  }

  async close(): Promise<void> {
    await this.lazy.close();
  }

  private async run<Result>(sql: string, parameters: readonly unknown[]): Promise<Result> {
    return (await this.lazy.get()).query<Result>(sql, [...parameters]);
  }
}
