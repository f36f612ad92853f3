/** An answer of the API. */
export interface Answer {
  readonly headers: Headers;
  readonly body: Readonly<Record<string, unknown>>;
}

/** An HTTP client with one API key; every status outside 200 to 299 is an error. */
export class Client {
  constructor(
    private readonly baseUrl: string,
    readonly key: string,
  ) {}

  as(key: string): Client {
    return new Client(this.baseUrl, key);
  }

  at(baseUrl: string): Client {
    return new Client(baseUrl, this.key);
  }

  get(path: string): Promise<Answer> {
    return this.send('GET', path);
  }

  post(path: string, body: unknown = {}): Promise<Answer> {
    return this.send('POST', path, JSON.stringify(body));
  }

  put(path: string, body: unknown): Promise<Answer> {
    return this.send('PUT', path, JSON.stringify(body));
  }

  /** @throws Error with the answer if it is no success */
  async send(method: string, path: string, body?: string): Promise<Answer> {
    const response = await fetch(this.baseUrl + path, {
      method,
      headers: {
        authorization: `Bearer ${this.key}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body }),
      signal: AbortSignal.timeout(30_000),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text.slice(0, 1_000)}`);
    return { headers: response.headers, body: JSON.parse(text) as Record<string, unknown> };
  }
}

/** A text field of an answer. @throws Error if it is missing or no text */
export function textOf(answer: Answer, name: string): string {
  const value = answer.body[name];
  if (typeof value !== 'string') throw new Error(`the answer has no ${name}: ${JSON.stringify(answer.body)}`);
  return value;
}
