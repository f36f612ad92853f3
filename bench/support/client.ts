import { createClient, type AssayClient } from '../../packages/client/src/index.js';

export { answered } from '../../packages/client/src/index.js';

interface Answer {
  readonly headers: Headers;
  readonly text: string;
}

/** An API key at an address, and the client of both. */
export class Caller {
  readonly api: AssayClient;

  constructor(
    private readonly baseUrl: string,
    readonly key: string,
  ) {
    this.api = createClient({ baseUrl, key });
  }

  as(key: string): Caller {
    return new Caller(this.baseUrl, key);
  }

  at(baseUrl: string): Caller {
    return new Caller(baseUrl, this.key);
  }

  /** Posts a text that is JSON already, for measured loops. @throws Error for any answer but 200 */
  postText(path: string, body: string): Promise<Answer> {
    return this.fetchText(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  }

  /** Gets a text without reading it as JSON, for measured loops. @throws Error for any answer but 200 */
  getText(path: string): Promise<Answer> {
    return this.fetchText(path, { method: 'GET' });
  }

  private async fetchText(path: string, { headers, ...request }: RequestInit): Promise<Answer> {
    const response = await fetch(this.baseUrl + path, {
      ...request,
      headers: { ...headers, authorization: `Bearer ${this.key}` },
      signal: AbortSignal.timeout(30_000),
    });
    const text = await response.text();
    const { status } = response;
    if (status !== 200) throw new Error(`${request.method} ${path} answered ${status}: ${text.slice(0, 1_000)}`);
    return { headers: response.headers, text };
  }
}
