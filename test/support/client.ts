/** What the API answered. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // Bodies are asserted field by field; typing each would say it twice.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly body: any;
  /** The body as it came over the wire. */
  readonly text: string;
}

/** An HTTP client that speaks as one key. */
export class Client {
  constructor(
    readonly baseUrl: string,
    readonly key: string,
  ) {}

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

  delete(path: string): Promise<Answer> {
    return this.send('DELETE', path, undefined, {});
  }

  /** The body as it is: for what no JSON.stringify would write. */
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
    return { status: response.status, headers: response.headers, body: parse(text), text };
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** The answer, where it has the status. @throws Error with what came instead */
export async function expectStatus(status: number, answer: Promise<Answer>): Promise<Answer> {
  const found = await answer;
  if (found.status === status) return found;
  throw new Error(`expected ${status}, got ${found.status}: ${JSON.stringify(found.body)}`);
}

/** The answer's body, where it has the status. @throws Error with what came instead */
export async function bodyOf<Body>(status: number, answer: Promise<Answer>): Promise<Body> {
  // The caller says what it expects; its assertions see whether that came.
  return (await expectStatus(status, answer)).body as Body;
}
