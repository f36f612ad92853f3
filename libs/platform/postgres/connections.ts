import type { Socket } from 'node:net';
import pg from 'pg';

/** A connection in use that is silent for this long is dropped. It is longer than every statement's own limit. */
const SILENCE_MS = 20_000;
/** The limit of one statement on the server. */
export const STATEMENT_TIMEOUT_MS = 15_000;
const CONNECT_TIMEOUT_MS = 5_000;
const GOODBYE_MS = 1_000;

export interface PoolOptions extends pg.PoolConfig {
  /** A connection in use that is silent for this long is dropped; default 20 s. */
  readonly silenceMs?: number;
}

/**
 * A pool whose connections can die at any time, idle or in use: only the running statement fails. All pools are of this
 * class, including TypeORM's.
 */
export class Pool extends pg.Pool {
  constructor(options: PoolOptions) {
    const { silenceMs = SILENCE_MS, connectionTimeoutMillis = CONNECT_TIMEOUT_MS } = options;
    super({ ...options, keepAlive: true, connectionTimeoutMillis });
    // pg-pool listens for errors only while a connection is idle; an unhandled 'error' would end the process.
    this.on('connect', (client) => endOnSilence(listenForErrors(client), silenceMs));
    this.on('error', ignore);
  }
}

/** The driver for TypeORM. */
export const postgresDriver = { ...pg, Pool };

/** One connection outside of all pools; it emits `end` when it ends. */
export function singleConnection(options: pg.ClientConfig): pg.Client {
  const timeouts = { connectionTimeoutMillis: CONNECT_TIMEOUT_MS, query_timeout: CONNECT_TIMEOUT_MS };
  return listenForErrors(new pg.Client({ keepAlive: true, ...timeouts, ...options }));
}

/** Ends a connection within a second, even if the server does not answer. */
export async function endConnection(client: pg.Client): Promise<void> {
  const cut = setTimeout(() => socketOf(client).destroy(), GOODBYE_MS);
  await client.end().catch(ignore);
  clearTimeout(cut);
}

function listenForErrors<Client extends pg.ClientBase>(client: Client): Client {
  client.on('error', ignore);
  return client;
}

/** Ends a silent connection: in a network that drops packets, the caller would otherwise wait for ever. */
function endOnSilence(client: pg.ClientBase, ms: number): void {
  const stream = socketOf(client);
  stream.setTimeout(ms, () => stream.destroy(new Error('PostgreSQL does not answer')));
}

function socketOf(client: pg.ClientBase): Socket {
  // The driver does not type its socket, and offers no other way to end a connection that does not answer.
  return (client as pg.ClientBase & { readonly connection: { readonly stream: Socket } }).connection.stream;
}

function ignore(): void {
  // The running statement fails by itself.
}
