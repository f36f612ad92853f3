import { createClient, type AssayClient } from '../../packages/client/src/index.js';
import type { ApiContract } from './api-contract.js';
import { appAt, isOfOtherBuild } from './apps.js';
import { Contracts } from './contracts.js';

/** An answer of the API. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // Bodies are asserted field by field; types would only repeat that.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly body: any;
  /** The raw body. */
  readonly text: string;
}

/** The typed client writes whole addresses; only what follows this is used. */
const ANYWHERE = 'http://anywhere';

/** An HTTP client with one API key. */
export class Client {
  /** The typed client, for calls whose shape is not the subject of a test. */
  readonly api: AssayClient;

  constructor(
    readonly baseUrl: string,
    readonly key: string,
  ) {
    this.api = createClient({ baseUrl: ANYWHERE, fetch: (request) => this.forward(request) });
  }

  as(key: string): Client {
    return new Client(this.baseUrl, key);
  }

  at(baseUrl: string): Client {
    return new Client(baseUrl, this.key);
  }

  get(path: string, headers: Record<string, string> = {}): Promise<Answer> {
    return this.send('GET', path, undefined, headers);
  }

  post(path: string, body: unknown = {}, headers: Record<string, string> = {}): Promise<Answer> {
    return this.send('POST', path, JSON.stringify(body), headers);
  }

  put(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    return this.send('PUT', path, JSON.stringify(body), headers);
  }

  patch(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    return this.send('PATCH', path, JSON.stringify(body), headers);
  }

  delete(path: string, headers: Record<string, string> = {}): Promise<Answer> {
    return this.send('DELETE', path, undefined, headers);
  }

  /** Sends the raw body, for texts that JSON.stringify would not write. */
  async send(
    method: string,
    path: string,
    body: string | Uint8Array<ArrayBuffer> | undefined,
    headers: Record<string, string>,
  ): Promise<Answer> {
    const response = await fetch(this.baseUrl + path, {
      method,
      headers: {
        authorization: `Bearer ${this.key}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body }),
      signal: AbortSignal.timeout(20_000),
    });
    const text = await response.text();
    await this.checkContract(method, path, response, text);
    return { status: response.status, headers: response.headers, body: parse(text), text };
  }

  /** Sends what the typed client asks for as all requests are sent. */
  private async forward(request: Request): Promise<Response> {
    const path = request.url.slice(ANYWHERE.length);
    const body = request.body === null ? undefined : await request.text();
    const { status, headers, text } = await this.send(request.method, path, body, Object.fromEntries(request.headers));
    return new Response(text === '' ? null : text, { status, headers });
  }

  /** Every answer that a test gets is as the server's own OpenAPI document says. @throws Error that names the faults */
  private async checkContract(method: string, path: string, response: Response, text: string): Promise<void> {
    let known = asked.get(this.baseUrl);
    if (!known) asked.set(this.baseUrl, (known = contractOf(this.baseUrl)));
    const contract = await known;
    if (!contract) return void asked.delete(this.baseUrl);
    const contentType = response.headers.get('content-type');
    const faults = contract.faultsOf({ method, path, status: response.status, contentType, text });
    if (faults.length > 0) throw new Error(`${method} ${path} broke the contract: ${faults.join('; ')} in ${text}`);
  }
}

const asked = new Map<string, Promise<ApiContract | undefined>>();

// `sharing-environment.mjs` sets it.
const contracts = (globalThis as { readonly assayContracts?: Contracts }).assayContracts ?? new Contracts();

/** The contract that a server publishes; undefined while it cannot be asked, and of another build. */
async function contractOf(baseUrl: string): Promise<ApiContract | undefined> {
  if (isOfOtherBuild(baseUrl)) return undefined;
  const app = appAt(baseUrl);
  const known = app && contracts.ofApp(app);
  if (known) return known;
  const answer = await fetch(`${baseUrl}/openapi.json`, { signal: AbortSignal.timeout(20_000) }).catch(() => undefined);
  return answer?.status === 200 ? contracts.of(await answer.text(), app) : undefined;
}

export function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** The answer, if it has the status. @throws Error with the other answer */
export async function expectStatus(status: number, answer: Promise<Answer>): Promise<Answer> {
  const found = await answer;
  if (found.status === status) return found;
  throw new Error(`expected ${status}, got ${found.status}: ${JSON.stringify(found.body)}`);
}

/** The answer's body, if it has the status. @throws Error with the other answer */
export async function bodyOf<Body>(status: number, answer: Promise<Answer>): Promise<Body> {
  // The caller names the type that it expects, and its assertions check the content.
  return (await expectStatus(status, answer)).body as Body;
}
