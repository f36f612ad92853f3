import {
  type Experiment,
  type HistoryItem,
  type Page,
  type ProblemDocument,
  type RatesReport,
  type Results,
  type Session,
  type Timeseries,
  type Trigger,
} from './api-types.js';

/** An answer that is not a success, or no answer (`status` 0). */
export class Problem extends Error {
  override readonly name = 'Problem';

  constructor(
    readonly status: number,
    readonly detail: string,
    readonly code?: string,
  ) {
    super(detail);
  }

  /** True if the same request may succeed later. */
  get passing(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }
}

/** Converts any thrown value to a problem to show. */
export function problemFrom(error: unknown): Problem {
  return error instanceof Problem ? error : new Problem(0, String(error));
}

const signedOutListeners = new Set<() => void>();

/** Calls `listener` when the server no longer accepts the session. @returns a function that unsubscribes */
export function onSignedOut(listener: () => void): () => void {
  signedOutListeners.add(listener);
  return () => signedOutListeners.delete(listener);
}

async function send(method: string, path: string, options: { body?: unknown; signal?: AbortSignal } = {}) {
  const response = await reach(path, {
    method,
    credentials: 'same-origin',
    ...(options.body === undefined
      ? {}
      : { body: JSON.stringify(options.body), headers: { 'content-type': 'application/json' } }),
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  });
  if (response.ok) return response;
  if (response.status === 401) signedOutListeners.forEach((listener) => listener());
  throw await problemOf(response);
}

async function reach(path: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(path, init);
  } catch {
    throw new Problem(0, 'The server cannot be reached.');
  }
}

async function problemOf(response: Response): Promise<Problem> {
  const fallback = `The server answered ${response.status}.`;
  if (!response.headers.get('content-type')?.includes('json')) return new Problem(response.status, fallback);
  // The cast trusts the shape of the server's documents.
  const document = (await response.json().catch(() => ({}))) as ProblemDocument;
  return new Problem(response.status, document.detail ?? document.title ?? fallback, document.code);
}

async function get<T>(path: string, signal?: AbortSignal): Promise<T> {
  const response = await send('GET', path, signal === undefined ? {} : { signal });
  // The cast trusts the shape of the server's documents.
  return (await response.json()) as T;
}

/** Reads all pages of a list, in order. */
async function getAll<T>(path: string, signal: AbortSignal): Promise<readonly T[]> {
  const items: T[] = [];
  let cursor: string | null = null;
  do {
    const page: Page<T> = await get(`${path}?limit=100${cursorQuery(cursor)}`, signal);
    items.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return items;
}

function cursorQuery(cursor: string | null): string {
  return cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`;
}

function experimentPath(id: string): string {
  return `/v1/experiments/${encodeURIComponent(id)}`;
}

/** Every function throws a {@link Problem} for an answer that is not a success. */
export const api = {
  session: (): Promise<Session> => get('/v1/session'),

  signIn: async (key: string): Promise<void> => {
    await send('POST', '/v1/session', { body: { key } });
  },

  signOut: async (): Promise<void> => {
    await send('DELETE', '/v1/session');
  },

  experiments: (cursor: string | null, signal: AbortSignal): Promise<Page<Experiment>> =>
    get(`/v1/experiments?limit=100${cursorQuery(cursor)}`, signal),

  experiment: (id: string, signal: AbortSignal): Promise<Experiment> => get(experimentPath(id), signal),

  rates: (id: string, signal: AbortSignal): Promise<RatesReport> => get(`${experimentPath(id)}/guardrails`, signal),

  results: (id: string, signal: AbortSignal): Promise<Results> => get(`${experimentPath(id)}/results`, signal),

  timeseries: (id: string, metric: string, bucketSeconds: number, signal: AbortSignal): Promise<Timeseries> =>
    get(
      `${experimentPath(id)}/timeseries?metric=${encodeURIComponent(metric)}&bucket=${bucketSeconds.toString()}`,
      signal,
    ),

  triggers: (id: string, signal: AbortSignal): Promise<readonly Trigger[]> =>
    getAll(`${experimentPath(id)}/triggers`, signal),

  history: (id: string, signal: AbortSignal): Promise<readonly HistoryItem[]> =>
    getAll(`${experimentPath(id)}/history`, signal),
};
