import { problemFrom, server } from '../server/client.js';
import { PAGED } from '../ui/list.js';
import type { Experiment } from '../api-types.js';
import type { Loaded } from '../loading/resource.js';

const PAGE = 100;

/** The experiments of the pages requested so far, last changed first. The page's stream keeps them current. */
export function useExperiments() {
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = server.useInfiniteQuery(
    'get',
    '/v1/experiments',
    { params: { query: { limit: PAGE } } },
    PAGED,
  );
  const items = data?.pages.flatMap((page) => page.items);
  const loaded: Loaded<readonly Experiment[]> = items
    ? { status: 'ready', value: items }
    : error
      ? { status: 'failed', problem: problemFrom(error) }
      : { status: 'loading' };
  return {
    loaded,
    reload: () => void refetch(),
    more: hasNextPage,
    loadMore: () => void fetchNextPage(),
    loadingMore: isFetchingNextPage,
  };
}
