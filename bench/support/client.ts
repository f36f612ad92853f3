import { createClient, type AssayClient } from '../../packages/client/src/index.js';

export { answered } from '../../packages/client/src/index.js';

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
  async postText(path: string, body: string): Promise<{ readonly headers: Headers; readonly text: string }> {
    const response = await fetch(this.baseUrl + path, {
      method: 'POST',
      headers: { authorization: `Bearer ${this.key}`, 'content-type': 'application/json' },
      body,
      signal: AbortSignal.timeout(30_000),
    });
    const text = await response.text();
    if (response.status !== 200) throw new Error(`POST ${path} answered ${response.status}: ${text.slice(0, 1_000)}`);
    return { headers: response.headers, text };
  }
}
