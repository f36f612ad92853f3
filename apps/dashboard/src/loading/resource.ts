import { type Problem, problemFrom } from '../server/client.js';

export type Loaded<T> =
  | { readonly status: 'loading' }
  | { readonly status: 'failed'; readonly problem: Problem }
  | { readonly status: 'ready'; readonly value: T };

export interface Resource<T> {
  readonly loaded: Loaded<T>;
  readonly reload: () => void;
}

/** What is needed of a query. Its error has any type, because the client throws problems whatever the document says. */
export interface QueryAnswer<T> {
  readonly data: T | undefined;
  readonly error: unknown;
  readonly refetch: () => unknown;
}

/** A query's answer as a page shows it. A held value stays when a later read fails: the frame says how old it is. */
export function resourceOf<T>(query: QueryAnswer<T>): Resource<T> {
  return { loaded: loadedOf(query), reload: () => void query.refetch() };
}

function loadedOf<T>({ data, error }: QueryAnswer<T>): Loaded<T> {
  if (data !== undefined) return { status: 'ready', value: data };
  return error === null ? { status: 'loading' } : { status: 'failed', problem: problemFrom(error) };
}

/** The value if it is loaded, otherwise undefined. */
export function valueOf<T>(loaded: Loaded<T>): T | undefined {
  return loaded.status === 'ready' ? loaded.value : undefined;
}
