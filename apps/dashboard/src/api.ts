import { answered } from '../../../packages/client/src/index.js';
import { client } from './server/client.js';

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

  triggers: (id: string, signal: AbortSignal) =>
    all((query) => answered(client.GET('/v1/experiments/{id}/triggers', { params: { ...byId(id), query }, signal }))),

  history: (id: string, signal: AbortSignal) =>
    all((query) => answered(client.GET('/v1/experiments/{id}/history', { params: { ...byId(id), query }, signal }))),
};
