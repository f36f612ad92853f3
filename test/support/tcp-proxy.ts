import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** A TCP proxy on loopback that misbehaves as it is told. */
export interface TcpProxy {
  /** Where clients connect to. */
  readonly port: number;
  /** How many connections are open. */
  readonly connections: number;
  /** Destroys every connection, as a network that goes away does. */
  cut(): void;
  /** While on, resets each new connection at once; those that are open stay. */
  refuse(on: boolean): void;
  /** While on, passes no bytes either way; connections stay open, new ones are accepted. */
  stall(on: boolean): void;
  /** Ends every connection with RST. */
  reset(): void;
  /** Ends the direction to the client of every connection; the other one stays open. */
  halfClose(): void;
  /** Cuts everything and listens no longer. */
  stop(): Promise<void>;
}

/** The two ends of one connection. */
interface Pair {
  readonly client: Socket;
  readonly server: Socket;
}

interface State {
  refuses: boolean;
  stalls: boolean;
}

/** Starts a proxy to this address, on a port of its own. */
export async function startTcpProxy(to: { readonly host: string; readonly port: number }): Promise<TcpProxy> {
  const pairs = new Set<Pair>();
  const state: State = { refuses: false, stalls: false };
  const listener = createServer({ allowHalfOpen: true }, (client) => {
    // Both ends may fail at any time: that is what this is for.
    client.on('error', () => undefined);
    if (state.refuses) return void client.resetAndDestroy();
    const server = connect({ ...to, allowHalfOpen: true });
    server.on('error', () => client.destroy());
    const pair = { client, server };
    pairs.add(pair);
    pass(client, server, state);
    pass(server, client, state);
    for (const [end, other] of [
      [client, server],
      [server, client],
    ] as const) {
      end.on('close', () => {
        pairs.delete(pair);
        other.destroy();
      });
    }
    if (state.stalls) pause(pair);
  });
  await listening(listener);
  return {
    // It listens on a port, so its address is one.
    port: (listener.address() as AddressInfo).port,
    get connections() {
      return pairs.size;
    },
    cut: () => each(pairs, ({ client, server }) => [client.destroy(), server.destroy()]),
    refuse: (on) => void (state.refuses = on),
    stall: (on) => {
      state.stalls = on;
      each(pairs, on ? pause : resume);
    },
    reset: () => each(pairs, ({ client, server }) => [client.resetAndDestroy(), server.resetAndDestroy()]),
    halfClose: () => each(pairs, ({ client }) => client.end()),
    stop: async () => {
      each(pairs, ({ client, server }) => [client.destroy(), server.destroy()]);
      await new Promise((resolve) => listener.close(resolve));
    },
  };
}

/** Bytes and the end of one direction, as fast as the reader takes them. */
function pass(from: Socket, to: Socket, state: Readonly<State>): void {
  from.on('data', (bytes: Buffer) => {
    if (to.writable && !to.write(bytes)) from.pause();
  });
  to.on('drain', () => {
    if (!state.stalls) from.resume();
  });
  from.on('end', () => to.end());
}

function pause({ client, server }: Pair): void {
  client.pause();
  server.pause();
}

function resume({ client, server }: Pair): void {
  client.resume();
  server.resume();
}

function each(pairs: ReadonlySet<Pair>, act: (pair: Pair) => unknown): void {
  for (const pair of [...pairs]) act(pair);
}

function listening(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
}
