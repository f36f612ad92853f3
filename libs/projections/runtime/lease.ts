import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import type { Logger } from '../../platform/logging/logger.js';
import { endConnection, singleConnection } from '../../platform/postgres/connections.js';

const TRY_AGAIN_MS = 200;
const AFTER_FAILURE_MS = 1_000;
const HEARTBEAT_MS = 1_000;
const HEARTBEAT_TIMEOUT_MS = 3_000;

/**
 * A session-level advisory lock on its own connection: one projector works, others stand by. It only saves work; the
 * fence is each projection's checkpoint. A host that dies silently loses the lease within seconds.
 */
export class Lease {
  private heldElsewhere = false;

  constructor(
    private readonly url: string,
    private readonly name: string,
    private readonly logger: Logger,
  ) {}

  /** True while another process holds the lease. */
  get standsBy(): boolean {
    return this.heldElsewhere;
  }

  /**
   * Repeats until the signal aborts: waits for the lease, then runs `work` while holding it. The signal passed to
   * `work` aborts when the lease is lost.
   */
  async hold(work: (signal: AbortSignal) => Promise<void>, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const client = await this.acquire(signal);
      if (!client) return;
      const lost = new AbortController();
      client.on('end', () => lost.abort());
      this.logger.info('the lease was taken: this projector works');
      const heart = setInterval(this.heartOf(client, lost), HEARTBEAT_MS);
      try {
        await work(AbortSignal.any([signal, lost.signal]));
      } catch (error) {
        this.logger.error({ err: error }, 'work under the lease ended with an error');
        await sleep(AFTER_FAILURE_MS, undefined, { signal }).catch(() => undefined);
      } finally {
        clearInterval(heart);
        await endConnection(client);
      }
      if (!signal.aborted)
        this.logger.warn({ lost: lost.signal.aborted }, 'the lease was given up, waiting for it again');
    }
  }

  private async acquire(signal: AbortSignal): Promise<pg.Client | undefined> {
    while (!signal.aborted) {
      const client = singleConnection({
        connectionString: this.url,
        query_timeout: HEARTBEAT_TIMEOUT_MS,
        application_name: 'assay-lease',
      });
      try {
        await client.connect();
        await client.query(`SET tcp_keepalives_idle = 2; SET tcp_keepalives_interval = 1; SET tcp_keepalives_count = 3;
          SET tcp_user_timeout = 5000`);
        while (!signal.aborted) {
          const result = await client.query<{ held: boolean }>('SELECT pg_try_advisory_lock(hashtext($1)) AS held', [
            `assay lease ${this.name}`,
          ]);
          this.heldElsewhere = !result.rows[0]?.held;
          if (!this.heldElsewhere) return client;
          await sleep(TRY_AGAIN_MS);
        }
      } catch (error) {
        this.logger.warn({ err: error }, 'the lease cannot be requested');
        await sleep(TRY_AGAIN_MS);
      }
      await endConnection(client);
    }
    return undefined;
  }

  /** Checks that the connection still answers, one query at a time. */
  private heartOf(client: pg.Client, lost: AbortController): () => void {
    let isAsking = false;
    return () => {
      if (isAsking) return;
      isAsking = true;
      client.query('SELECT 1').then(
        () => (isAsking = false),
        () => lost.abort(),
      );
    };
  }
}
