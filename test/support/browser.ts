import { parse } from './client.js';

/** An answer to a browser. */
export interface Shown {
  readonly status: number;
  readonly headers: Headers;
  // Bodies are asserted field by field; types would only repeat that.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly body: any;
}

interface Sent {
  readonly method?: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string | undefined>>;
}

/** What a browser does with cookies, and what a page of Assay sends with its requests. */
export class Browser {
  private readonly cookies = new Map<string, string>();

  /** @param address as a trusted proxy names it, so that tests do not share what counts per address */
  constructor(
    readonly baseUrl: string,
    private readonly address: string = '203.0.113.7',
  ) {}

  /** The cookies that it would send. */
  get cookie(): string {
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  /** The same browser at another address of Assay: cookies do not know ports. */
  at(baseUrl: string): Browser {
    const there = new Browser(baseUrl, this.address);
    for (const [name, value] of this.cookies) there.cookies.set(name, value);
    return there;
  }

  keep(cookie: string): void {
    const [name = '', value = ''] = cookie.split('=');
    this.cookies.set(name, value);
  }

  get(path: string, headers: Sent['headers'] = {}): Promise<Shown> {
    return this.send(path, { headers });
  }

  post(path: string, body: unknown = {}, headers: Sent['headers'] = {}): Promise<Shown> {
    return this.send(path, { method: 'POST', body, headers });
  }

  delete(path: string): Promise<Shown> {
    return this.send(path, { method: 'DELETE' });
  }

  /** Sends a request; a header that is undefined is left out. Redirects are not followed. */
  async send(path: string, { method = 'GET', body, headers = {} }: Sent): Promise<Shown> {
    const ofThePage =
      method === 'GET'
        ? {}
        : { origin: new URL(this.baseUrl).origin, 'assay-request': '1', 'sec-fetch-site': 'same-origin' };
    const given = {
      ...{ 'x-forwarded-for': this.address, 'user-agent': 'Browser of the tests' },
      ...(this.cookies.size > 0 && { cookie: this.cookie }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...ofThePage,
      ...headers,
    };
    const response = await fetch(new URL(path, this.baseUrl), {
      method,
      redirect: 'manual',
      headers: headersOf(given),
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      signal: AbortSignal.timeout(20_000),
    });
    for (const cookie of response.headers.getSetCookie()) this.take(cookie);
    return { status: response.status, headers: response.headers, body: parse(await response.text()) };
  }

  private take(cookie: string): void {
    const [pair = '', ...attributes] = cookie.split('; ');
    const name = pair.slice(0, pair.indexOf('='));
    if (attributes.includes('Max-Age=0')) this.cookies.delete(name);
    else this.cookies.set(name, pair.slice(name.length + 1));
  }
}

function headersOf(given: Readonly<Record<string, string | undefined>>): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(given)) if (value !== undefined) headers.set(name, value);
  return headers;
}
