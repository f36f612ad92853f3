/** A TCP port in front of a server. It can be cut or frozen, as if the server were killed or stopped. */
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

const HOST = '127.0.0.1';

interface Pair {
  readonly client: Socket;
  /** Undefined if the connection was made during a freeze. */
  server?: Socket;
}

export class Front {
  readonly #pairs = new Set<Pair>();
  #listening: Server | undefined;
  #port = 0;
  #frozen = false;
  #mute = false;

  constructor(private readonly target: { readonly host: string; readonly port: number }) {}

  get port(): number {
    return this.#port;
  }

  /** Listens on a free port, and later on the same one again. */
  async open(): Promise<void> {
    if (this.#listening) return;
    const listening = createServer((client) => this.#accept(client));
    this.#listening = listening;
    await new Promise<void>((resolve, reject) => {
      listening.once('error', reject).listen(this.#port, HOST, resolve);
    });
    this.#port = (listening.address() as AddressInfo).port;
  }

  /** Like SIGKILL: every connection is reset and new ones are refused. */
  cut(): void {
    this.#frozen = false;
    this.#listening?.close();
    this.#listening = undefined;
    for (const { client, server } of this.#pairs) {
      client.resetAndDestroy();
      server?.destroy();
    }
    this.#pairs.clear();
  }

  /** Like SIGSTOP: connections stay, new ones are accepted, but no bytes pass. */
  freeze(): void {
    this.#frozen = true;
    for (const { client, server } of this.#pairs) {
      client.unpipe();
      server?.unpipe();
    }
  }

  /** Like SIGCONT: bytes that arrived meanwhile pass now. */
  thaw(): void {
    if (!this.#frozen) return;
    this.#frozen = false;
    for (const pair of this.#pairs) this.#join(pair);
  }

  /** Until `speak`, requests arrive but answers are lost. */
  mute(): void {
    this.#mute = true;
    for (const { client, server } of this.#pairs) silence(server, client);
  }

  /** Cuts all connections, because those that lost an answer are useless. */
  async speak(): Promise<void> {
    this.#mute = false;
    this.cut();
    await this.open();
  }

  #accept(client: Socket): void {
    const pair: Pair = { client };
    this.#pairs.add(pair);
    client.setNoDelay(true);
    client.on('error', () => undefined);
    client.on('close', () => {
      this.#pairs.delete(pair);
      pair.server?.destroy();
    });
    if (!this.#frozen) this.#join(pair);
  }

  #join(pair: Pair): void {
    const { client } = pair;
    const server = pair.server ?? connect({ ...this.target, noDelay: true });
    if (!pair.server) {
      pair.server = server;
      server.on('error', () => client.destroy());
      server.on('close', () => client.destroy());
    }
    client.pipe(server);
    if (this.#mute) silence(server, client);
    else server.pipe(client);
  }
}

/** Goes on reading, so that the server does not notice, but passes nothing on. */
function silence(server: Socket | undefined, client: Socket): void {
  server?.unpipe(client);
  server?.resume();
}
