/** A TCP port before a server, which can be cut and frozen as the process behind it could be killed and stopped. */
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

const HOST = '127.0.0.1';

interface Pair {
  readonly client: Socket;
  /** Undefined where the connection was made while all stood still. */
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

  /** Listens on a free port, later on the same one again. */
  async open(): Promise<void> {
    if (this.#listening) return;
    const listening = createServer((client) => this.#accept(client));
    this.#listening = listening;
    await new Promise<void>((resolve, reject) => {
      listening.once('error', reject).listen(this.#port, HOST, resolve);
    });
    this.#port = (listening.address() as AddressInfo).port;
  }

  /** As SIGKILL does: every connection is reset and new ones are refused. */
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

  /** As SIGSTOP does: connections stay, new ones are accepted, nothing goes through. */
  freeze(): void {
    this.#frozen = true;
    for (const { client, server } of this.#pairs) {
      client.unpipe();
      server?.unpipe();
    }
  }

  /** As SIGCONT does: what had arrived meanwhile goes through now. */
  thaw(): void {
    if (!this.#frozen) return;
    this.#frozen = false;
    for (const pair of this.#pairs) this.#join(pair);
  }

  /** What clients send arrives, what the server answers is lost, until `speak`. */
  mute(): void {
    this.#mute = true;
    for (const { client, server } of this.#pairs) silence(server, client);
  }

  /** Connections that lost an answer are of no more use: they are cut. */
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

/** Reads on, so that the server does not notice, and passes nothing on. */
function silence(server: Socket | undefined, client: Socket): void {
  server?.unpipe(client);
  server?.resume();
}
