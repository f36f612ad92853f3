import { answered, AssayProblem, createClient } from '../../../packages/client/src/index.js';

export { AssayProblem as Problem } from '../../../packages/client/src/index.js';

/** Converts any thrown value to a problem to show. */
export function problemFrom(error: unknown): AssayProblem {
  return error instanceof AssayProblem ? error : new AssayProblem(0, 'unknown', String(error));
}

const signedOutListeners = new Set<() => void>();

/** Calls `listener` when the server no longer accepts the session. @returns a function that unsubscribes */
export function onSignedOut(listener: () => void): () => void {
  signedOutListeners.add(listener);
  return () => signedOutListeners.delete(listener);
}

const client = createClient({ baseUrl: '' });
client.use({
  onResponse({ response }) {
    if (response.status === 401) signedOutListeners.forEach((listener) => listener());
  },
});

interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextCursor: string | null;
}

const PAGE = { limit: 100 };
const pageAt = (cursor: string | null) => (cursor === null ? PAGE : { ...PAGE, cursor });

/** Reads all pages of a list, in order. */
async function all<Item>(read: (query: ReturnType<typeof pageAt>) => Promise<Page<Item>>): Promise<readonly Item[]> {
  const items: Item[] = [];
  let cursor: string | null = null;
  do {
    const page: Page<Item> = await read(pageAt(cursor));
    items.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return items;
}

const byId = (id: string) => ({ path: { id } });

/** Every function throws a {@link AssayProblem} for an answer that is not a success. */
export const api = {
  session: () => answered(client.GET('/v1/session')),

  signIn: async (key: string): Promise<void> => {
    await answered(client.POST('/v1/session', { body: { key } }));
  },

  /** How people sign in here. */
  signInMethods: () => answered(client.GET('/v1/auth/methods')),

  signInByPassword: async (email: string, password: string): Promise<void> => {
    await answered(client.POST('/v1/auth/login', { body: { email, password } }));
  },

  /** Sets a password by the token of a link. */
  acceptInvitation: async (token: string, password: string): Promise<void> => {
    await answered(client.POST('/v1/auth/invitations/{token}', { params: { path: { token } }, body: { password } }));
  },

  /** The answer says where the browser signs out at the identity provider too, if it does. */
  signOut: () => answered(client.POST('/v1/auth/logout')),

  experiments: (cursor: string | null, signal: AbortSignal) =>
    answered(client.GET('/v1/experiments', { params: { query: pageAt(cursor) }, signal })),

  experiment: (id: string, signal: AbortSignal) =>
    answered(client.GET('/v1/experiments/{id}', { params: byId(id), signal })),

  rates: (id: string, signal: AbortSignal) =>
    answered(client.GET('/v1/experiments/{id}/guardrails', { params: byId(id), signal })),

  results: (id: string, signal: AbortSignal) =>
    answered(client.GET('/v1/experiments/{id}/results', { params: byId(id), signal })),

  timeseries: (id: string, metric: string, bucket: number, signal: AbortSignal) =>
    answered(
      client.GET('/v1/experiments/{id}/timeseries', { params: { ...byId(id), query: { metric, bucket } }, signal }),
    ),

  triggers: (id: string, signal: AbortSignal) =>
    all((query) => answered(client.GET('/v1/experiments/{id}/triggers', { params: { ...byId(id), query }, signal }))),

  history: (id: string, signal: AbortSignal) =>
    all((query) => answered(client.GET('/v1/experiments/{id}/history', { params: { ...byId(id), query }, signal }))),
};
