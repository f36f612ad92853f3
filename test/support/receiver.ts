import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request that a receiver got. */
export interface Received {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  // Bodies are asserted field by field; types would only repeat that.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly body: any;
}

/** How a receiver answers; it may also leave the answer open. */
export type Answering = (response: ServerResponse, received: Received) => void;

export const answering =
  (status: number, headers: Readonly<Record<string, string>> = {}, text = ''): Answering =>
  (response) =>
    void response.writeHead(status, headers).end(text);

/** Never answers. */
export const silent: Answering = () => undefined;

/** A receiver of notifications on loopback. */
export class Receiver {
  readonly received: Received[] = [];

  private constructor(
    readonly url: string,
    private readonly stop: () => Promise<void>,
    private readonly state: { answer: Answering },
  ) {}

  static async start(answer: Answering = answering(204), port = 0): Promise<Receiver> {
    const state = { answer };
    const received: Received[] = [];
    const server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const text = Buffer.concat(chunks).toString();
        const got = { path: request.url ?? '', headers: request.headers, text, body: JSON.parse(text) as unknown };
        received.push(got);
        state.answer(response, got);
      });
    });
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    const { port: taken } = server.address() as AddressInfo;
    const stop = async (): Promise<void> => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    };
    const receiver = new Receiver(`http://127.0.0.1:${taken}/hook`, stop, state);
    Object.assign(receiver, { received });
    return receiver;
  }

  /** Answers so from now on. */
  answers(answer: Answering): void {
    this.state.answer = answer;
  }

  /** The ids of what it got, in order. */
  get ids(): string[] {
    return this.received.map(({ headers }) => String(headers['webhook-id']));
  }

  /** @throws Error if it got nothing */
  get latest(): Received {
    const latest = this.received.at(-1);
    if (!latest) throw new Error('the receiver got nothing');
    return latest;
  }

  close(): Promise<void> {
    return this.stop();
  }
}
