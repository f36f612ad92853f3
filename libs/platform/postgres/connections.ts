import type { Socket } from 'node:net';
import pg from 'pg';

/** A connection that has said nothing for so long, though it is in use, is given up; above every statement's own limit. */
const SILENCE_MS = 20_000;
/** How long the server may work on one statement. */
export const STATEMENT_TIMEOUT_MS = 15_000;
const CONNECT_TIMEOUT_MS = 5_000;
const GOODBYE_MS = 1_000;

export interface PoolOptions extends pg.PoolConfig {
  /** A connection in use that says nothing for so long is given up; default 20 s. */
  readonly silenceMs?: number;
}

/**
 * Connections to PostgreSQL that may die at any moment, idle or in use: the statement under way fails, nothing else
 * happens. Every pool of the product is one of these, TypeORM's too.
 */
export class Pool extends pg.Pool {
  constructor(options: PoolOptions) {
    const { silenceMs = SILENCE_MS, connectionTimeoutMillis = CONNECT_TIMEOUT_MS } = options;
    super({ ...options, keepAlive: true, connectionTimeoutMillis });
    // pg-pool listens only while a connection is idle; an 'error' that nobody hears would end the process.
    this.on('connect', (client) => endOnSilence(listenForErrors(client), silenceMs));
    this.on('error', ignore);
  }
}

/** What TypeORM takes as its driver. */
export const postgresDriver = { ...pg, Pool };

/** One connection apart from all pools; its end is heard as its `end` event. */
export function singleConnection(options: pg.ClientConfig): pg.Client {
  const timeouts = { connectionTimeoutMillis: CONNECT_TIMEOUT_MS, query_timeout: CONNECT_TIMEOUT_MS };
  return listenForErrors(new pg.Client({ keepAlive: true, ...timeouts, ...options }));
}

/** Ends a connection, within a second also where nobody answers any more. */
export async function endConnection(client: pg.Client): Promise<void> {
  const cut = setTimeout(() => socketOf(client).destroy(), GOODBYE_MS);
  await client.end().catch(ignore);
  clearTimeout(cut);
}

function listenForErrors<Client extends pg.ClientBase>(client: Client): Client {
  client.on('error', ignore);
  return client;
}

/** A network that swallows bytes tells nobody: without this, whoever waits for an answer would wait for ever. */
function endOnSilence(client: pg.ClientBase, ms: number): void {
  const stream = socketOf(client);
  stream.setTimeout(ms, () => stream.destroy(new Error('PostgreSQL does not answer')));
}

function socketOf(client: pg.ClientBase): Socket {
  // The driver does not type its socket, and has no other way to end a connection that does not answer.
  return (client as pg.ClientBase & { readonly connection: { readonly stream: Socket } }).connection.stream;
}

function ignore(): void {
  // The statement under way is told.
}
