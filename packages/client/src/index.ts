import createFetchClient, { type Client, type Middleware } from 'openapi-fetch';
import type { components, paths } from './api.js';
import { problemOf, unanswered } from './problem.js';

export type { components, paths } from './api.js';
export { AssayProblem, problemOf, unanswered } from './problem.js';

/** The documents of the API by their names, such as `Schemas['Experiment']`. */
export type Schemas = components['schemas'];

// Reports also come as tables (`text/csv`), which this client never asks for.
type MediaTypes = `application/${string}` | 'text/event-stream' | 'text/plain';

/** `GET`, `POST`, `PUT`, `PATCH` and `DELETE`, each with the path as the OpenAPI document writes it. */
export type AssayClient = Client<paths, MediaTypes>;

export interface ClientOptions {
  /** The address of standalone, or of the app that has the route. */
  readonly baseUrl: string;
  /** An API key. Without it, requests have what `fetch` adds, such as a browser's cookie. */
  readonly key?: string;
  /** The environment of requests that name none. */
  readonly environment?: string;
  /** The longest time that a request may take, in milliseconds; default 30,000. */
  readonly timeoutMs?: number;
  /** Sends the requests; default the global `fetch`. */
  readonly fetch?: (request: Request) => Promise<Response>;
}

/** A client whose paths, parameters, bodies and answers have the types of the OpenAPI document. */
export function createClient(options: ClientOptions): AssayClient {
  const { baseUrl, timeoutMs = 30_000 } = options;
  const send = options.fetch ?? ((request: Request) => fetch(request));
  const client = createFetchClient<paths, MediaTypes>({
    baseUrl,
    // openapi-fetch gives a request, whose signal is the caller's own.
    fetch: (request) =>
      send(new Request(request, { signal: AbortSignal.any([request.signal, AbortSignal.timeout(timeoutMs)]) })),
  });
  client.use(prepared(options));
  return client;
}

/**
 * The answer of a call: `await answered(client.GET('/v1/flags/{key}', …))`.
 * @throws AssayProblem for an answer that is no success, or for no answer (status 0)
 */
export async function answered<Data>(
  call: Promise<{ readonly data?: Data; readonly error?: unknown; readonly response: Response }>,
): Promise<Data> {
  const { data, error, response } = await call.catch((cause: unknown) => {
    throw unanswered(cause);
  });
  if (!response.ok) throw problemOf(response, error);
  // An answer without a body is undefined, as its type says.
  return data as Data;
}

/**
 * The same request at another address. Its body is sent as a whole: browsers take the body of a copied request for a stream,
 * which they send by HTTP/2 alone.
 */
export async function requestAt(url: URL, request: Request): Promise<Request> {
  const { method, headers, credentials, mode, cache, redirect, referrerPolicy, signal } = request;
  const body = request.body === null ? {} : { body: await request.arrayBuffer() };
  return new Request(url, { method, headers, credentials, mode, cache, redirect, referrerPolicy, signal, ...body });
}

function prepared({ key, environment }: ClientOptions): Middleware {
  return {
    onRequest({ request }) {
      if (key !== undefined && !request.headers.has('authorization'))
        request.headers.set('authorization', `Bearer ${key}`);
      // Assay takes changes by cookie only with it: other sites' forms cannot send it.
      if (key === undefined) request.headers.set('assay-request', '1');
      if (environment === undefined) return undefined;
      const url = new URL(request.url);
      if (url.searchParams.has('environment')) return undefined;
      url.searchParams.set('environment', environment);
      return requestAt(url, request);
    },
  };
}
