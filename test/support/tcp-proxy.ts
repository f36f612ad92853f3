import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** A TCP proxy on loopback that misbehaves on demand. */
export interface TcpProxy {
  /** The port that clients connect to. */
  readonly port: number;
  /** Number of open connections. */
  readonly connections: number;
  /** Destroys every connection, as if the network went away. */
  cut(): void;
  /** While on, resets each new connection at once; open ones stay. */
  refuse(on: boolean): void;
  /** While on, passes no bytes either way; connections stay open, new ones are accepted. */
  stall(on: boolean): void;
  /** Ends every connection with RST. */
  reset(): void;
  /** Ends the direction to the client of every connection; the other one stays open. */
  halfClose(): void;
  /**
   * Acts once, on a request with this text: before the request is passed on, or before its answer is. The bytes arrive
   * unless the act breaks the connection.
   */
  at(text: string, moment: Moment, act: () => void): void;
  /** Cuts all connections and stops listening. */
  stop(): Promise<void>;
}

export type Moment = 'request' | 'answer';

interface Ambush {
  readonly text: string;
  readonly moment: Moment;
  readonly act: () => void;
}

/** The two ends of one connection. */
interface Pair {
  readonly client: Socket;
  readonly server: Socket;
  /** An act that waits for the next answer. */
  answer?: (() => void) | undefined;
}

interface State {
  refuses: boolean;
  stalls: boolean;
  ambushes: Ambush[];
}

/** Starts a proxy to this address, on a free port. */
export async function startTcpProxy(to: { readonly host: string; readonly port: number }): Promise<TcpProxy> {
  const pairs = new Set<Pair>();
  const state: State = { refuses: false, stalls: false, ambushes: [] };
  const listener = createServer({ allowHalfOpen: true }, (client) => {
    // Both ends may fail at any time: the proxy exists for that.
    client.on('error', () => undefined);
    if (state.refuses) return void client.resetAndDestroy();
    const server = connect({ ...to, allowHalfOpen: true });
    server.on('error', () => client.destroy());
    const pair: Pair = { client, server };
    pairs.add(pair);
    pass(client, server, state, (bytes) => meetRequest(bytes, pair, state));
    pass(server, client, state, () => meetAnswer(pair));
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
    at: (text, moment, act) => void state.ambushes.push({ text, moment, act }),
    stop: async () => {
      each(pairs, ({ client, server }) => [client.destroy(), server.destroy()]);
      await new Promise((resolve) => listener.close(resolve));
    },
  };
}

/** Passes bytes and the end in one direction, as fast as the reader takes them. */
function pass(from: Socket, to: Socket, state: Readonly<State>, meet: (bytes: Buffer) => void): void {
  from.on('data', (bytes: Buffer) => {
    meet(bytes);
    if (state.stalls) {
      from.pause();
      from.unshift(bytes);
    } else if (to.writable && !to.write(bytes)) from.pause();
  });
  to.on('drain', () => {
    if (!state.stalls) from.resume();
  });
  from.on('end', () => to.end());
}

function meetRequest(bytes: Buffer, pair: Pair, state: State): void {
  const met = state.ambushes.find(({ text }) => bytes.includes(text));
  if (!met) return;
  state.ambushes = state.ambushes.filter((each) => each !== met);
  if (met.moment === 'request') met.act();
  else pair.answer = met.act;
}

function meetAnswer(pair: Pair): void {
  const { answer } = pair;
  pair.answer = undefined;
  answer?.();
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
