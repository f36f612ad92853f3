/**
 * A double of an EventStoreDB server that speaks its wire protocol: the real client connects to it over gRPC.
 * `recording.int.spec.ts` checks its answers against recordings of a real server.
 */
import { ServerCredentials, status, type Server } from '@grpc/grpc-js';
import { Access, type Account } from './access.js';
import { Log } from './log.js';
import { Misbehaviour } from './misbehaviour.js';
import type { ServerContext } from './server-context.js';
import { createServer, HOST } from './server.js';
import { failure } from './wire.js';

export interface WireDoubleOptions {
  /** False for servers before 23.10; default true. */
  readonly saysCaughtUp?: boolean;
  /** Takes TLS connections only. */
  readonly tls?: { readonly key: string; readonly cert: string };
  /** The only account that is admitted; clients send theirs over TLS only. */
  readonly account?: Account;
}

export interface WireDouble {
  /** Connection string for the client. */
  readonly url: string;
  readonly port: number;
  readonly misbehave: Misbehaviour;
  readonly counts: ServerContext['counts'];
  readonly access: Access;
  /** Breaks every connection and refuses new ones, as SIGKILL does; the data stays. */
  kill(): void;
  /** Listens again on the same port with the same data. */
  restart(): Promise<void>;
  /** Deletes a stream for good, as an operator can. */
  tombstone(stream: string): void;
  stop(): Promise<void>;
}

/** Starts a double on a free port of the loopback interface. */
export async function startWireDouble(options: WireDoubleOptions = {}): Promise<WireDouble> {
  let port = 0;
  let server: Server | undefined;
  const access = new Access(options.account);
  const context: ServerContext = {
    log: new Log(),
    misbehave: new Misbehaviour(),
    counts: { appends: 0, batchAppends: 0, reads: 0, eventsSent: 0 },
    saysCaughtUp: options.saysCaughtUp ?? true,
    writable: (metadata) => {
      access.check(metadata, 'write');
      return context.log;
    },
    checkReadable: (metadata, target) => access.check(metadata, target),
    members: () => [{ host: HOST, port, state: 'leader', alive: true }],
    dropConnections: () => {
      kill();
      void listen();
    },
    notLeader: () => {
      const trailers = { exception: 'not-leader', 'leader-endpoint-host': HOST, 'leader-endpoint-port': String(port) };
      return failure(status.NOT_FOUND, 'Leader info available', trailers);
    },
  };

  async function listen(): Promise<void> {
    const listening = createServer(context);
    server = listening;
    port = await new Promise<number>((resolve, reject) => {
      listening.bindAsync(`${HOST}:${port}`, credentialsOf(options), (error, bound) =>
        error ? reject(error) : resolve(bound),
      );
    });
  }

  function kill(): void {
    server?.forceShutdown();
    server = undefined;
  }

  await listen();
  return {
    url: `esdb://${HOST}:${port}?tls=${options.tls !== undefined}`,
    port,
    misbehave: context.misbehave,
    counts: context.counts,
    access,
    kill,
    restart: listen,
    tombstone: (stream) => void context.log.tombstone(stream, 'any'),
    stop: async () => kill(),
  };
}

function credentialsOf({ tls }: WireDoubleOptions): ServerCredentials {
  if (!tls) return ServerCredentials.createInsecure();
  const pair = { private_key: Buffer.from(tls.key), cert_chain: Buffer.from(tls.cert) };
  return ServerCredentials.createSsl(null, [pair]);
}
