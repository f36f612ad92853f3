import type { ReactNode } from 'react';
import { FIRST_PAGE } from '../server/client.js';
import type { Page } from '../server/documents.js';
import { Answered, type QueryAnswer } from './answered.js';
import { Button } from './button.js';

/** What an infinite query of a list answers. */
export interface ListQuery<Item> extends QueryAnswer<{ readonly pages: readonly Page<Item>[] }> {
  readonly hasNextPage: boolean;
  readonly isFetchingNextPage: boolean;
  readonly fetchNextPage: () => unknown;
}

interface ListProps<Item> {
  readonly query: ListQuery<Item>;
  /** What is listed, such as `flags`. */
  readonly what: string;
  /** Shown where there is nothing: says what would be here, and how it comes about. */
  readonly empty: ReactNode;
  readonly children: (items: readonly Item[]) => ReactNode;
}

// A report that also comes as a text has that among its types; a query never asks for it.
const cursorOf = (page: unknown): string | undefined =>
  typeof page === 'object' && page !== null && 'nextCursor' in page && typeof page.nextCursor === 'string'
    ? page.nextCursor
    : undefined;

/** Options of every infinite query of a list. */
export const PAGED = {
  pageParamName: 'cursor',
  initialPageParam: FIRST_PAGE,
  getNextPageParam: (page: unknown) => cursorOf(page),
} as const;

/** A list that is read page by page. */
export function PagedList<Item>({ query, what, empty, children }: ListProps<Item>) {
  return (
    <Answered query={query} what={what}>
      {({ pages }) => {
        const items = pages.flatMap((page) => page.items);
        if (items.length === 0) return empty;
        const total = pages[0]?.total ?? items.length;
        return (
          <>
            {children(items)}
            <footer className="list-foot">
              <span className="hint">
                {total === items.length ? `${items.length} ${what}` : `${items.length} of ${total} ${what}`}
              </span>
              {query.hasNextPage && (
                <Button pending={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
                  Load more
                </Button>
              )}
            </footer>
          </>
        );
      }}
    </Answered>
  );
}
