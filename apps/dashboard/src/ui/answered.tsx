import type { ReactNode } from 'react';
import { NotFound } from '../frame/not-found.js';
import { Failed, Loading } from '../loading/notices.js';
import { problemFrom } from '../server/client.js';

/** What is needed of a query. Its error has any type, because the client throws problems whatever the document says. */
export interface QueryAnswer<T> {
  readonly data: T | undefined;
  readonly error: unknown;
  readonly refetch: () => unknown;
}

interface AnsweredProps<T> {
  readonly query: QueryAnswer<T>;
  /** What is loaded, such as `flags`. */
  readonly what: string;
  /** What a page says where there is no such thing; absent: the refusal itself is shown. */
  readonly missing?: string;
  readonly children: (answer: T) => ReactNode;
}

/**
 * Shows what a query answered, or that it is loading or has failed. A held answer stays when a later read fails: the frame
 * says how old it is.
 */
export function Answered<T>({ query, what, missing, children }: AnsweredProps<T>) {
  const { data, error, refetch } = query;
  if (data !== undefined) return children(data);
  if (error === null) return <Loading what={what} />;
  const problem = problemFrom(error);
  if (missing !== undefined && problem.status === 404) return <NotFound title={missing} />;
  return <Failed problem={problem} retry={() => void refetch()} />;
}
