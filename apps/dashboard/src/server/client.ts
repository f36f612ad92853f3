import createQueryClient from 'openapi-react-query';
import { AssayProblem, createClient, problemOf, requestAt, unanswered } from '../../../../packages/client/src/index.js';
import { currentEnvironment } from './environment.js';

export { AssayProblem as Problem } from '../../../../packages/client/src/index.js';

/** Routes of people, who belong to no environment. */
const WITHOUT_ENVIRONMENT = /^\/v1\/(session$|auth\/)/;

/** The cursor of a list's first page, which is not sent: the library of queries has no word for none. */
export const FIRST_PAGE = '';

const signedOutListeners = new Set<() => void>();

/** Calls `listener` when the server no longer accepts the session. @returns a function that unsubscribes */
export function onSignedOut(listener: () => void): () => void {
  signedOutListeners.add(listener);
  return () => signedOutListeners.delete(listener);
}

/** The typed client. Its calls throw a {@link AssayProblem} for an answer that is not a success. */
export const client = createClient({ baseUrl: '' });

client.use({
  onRequest({ request, schemaPath }) {
    if (WITHOUT_ENVIRONMENT.test(schemaPath)) return undefined;
    const url = new URL(request.url);
    if (url.searchParams.get('cursor') === FIRST_PAGE) url.searchParams.delete('cursor');
    if (!url.searchParams.has('environment')) url.searchParams.set('environment', currentEnvironment());
    return requestAt(url, request);
  },
  async onResponse({ response, schemaPath }) {
    if (response.ok) return;
    if (response.status === 401 && !WITHOUT_ENVIRONMENT.test(schemaPath))
      signedOutListeners.forEach((listener) => listener());
    throw problemOf(response, await bodyOf(response));
  },
  onError: ({ error }) => unanswered(error),
});

/** Queries and mutations of the server: `server.useQuery('get', '/v1/flags/{key}', …)`. */
export const server = createQueryClient(client);

/** Converts any thrown value to a problem to show. */
export function problemFrom(error: unknown): AssayProblem {
  return error instanceof AssayProblem ? error : new AssayProblem(0, 'unknown', String(error));
}

async function bodyOf(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch {
    return undefined;
  }
}
