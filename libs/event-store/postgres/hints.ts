import type pg from 'pg';
import { endConnection, singleConnection } from '../../platform/postgres/connections.js';

const CHANNEL = 'assay_events';
const COALESCE_MS = 10;
const RECONNECT_MS = 1_000;

/**
 * Tells subscribers that events may have been appended: at once within the process, and using a coalesced NOTIFY to
 * others. A lost hint costs only a poll interval, so every failure here is ignored.
 */
export class AppendHints {
  private waiting = new Set<() => void>();
  private pending = false;
  private timer: NodeJS.Timeout | undefined;
  private reconnectTimer: NodeJS.Timeout | undefined;
  private listener: pg.Client | undefined;
  private closed = false;
  private generationValue = 0;

  constructor(
    private readonly connectionString: string,
    private readonly notify: (channel: string) => Promise<unknown>,
  ) {}

  /** Grows with each hint: a subscriber that saw a smaller number polls again. */
  get generation(): number {
    return this.generationValue;
  }

  /** Listens to other processes; reconnects for as long as the store is open. */
  async listen(): Promise<void> {
    if (this.closed) return;
    const client = singleConnection({ connectionString: this.connectionString });
    let ended = false;
    const again = (): void => {
      if (ended) return;
      ended = true;
      this.listener = undefined;
      void endConnection(client);
      if (!this.closed) this.reconnectTimer = setTimeout(() => void this.listen(), RECONNECT_MS).unref();
    };
    client.on('end', again);
    client.on('notification', () => this.wake());
    try {
      await client.connect();
      await client.query(`LISTEN ${CHANNEL}`);
      this.listener = client;
    } catch {
      again();
    }
  }

  /** Called after each committed append. */
  appended(): void {
    this.wake();
    if (this.pending || this.closed) return;
    this.pending = true;
    this.timer = setTimeout(() => {
      this.pending = false;
      this.notify(CHANNEL).catch(() => undefined);
    }, COALESCE_MS);
  }

  /** Resolves at the next hint, after `ms`, or when the signal aborts. */
  wait(ms: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', done);
        this.waiting.delete(done);
        resolve();
      };
      const timer = setTimeout(done, ms);
      this.waiting.add(done);
      signal.addEventListener('abort', done);
      if (signal.aborted) done();
    });
  }

  async close(): Promise<void> {
    this.closed = true;
    clearTimeout(this.timer);
    clearTimeout(this.reconnectTimer);
    this.wake();
    if (this.listener) await endConnection(this.listener);
  }

  private wake(): void {
    this.generationValue += 1;
    for (const done of [...this.waiting]) done();
  }
}
