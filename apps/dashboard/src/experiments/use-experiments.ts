import { server } from '../server/client.js';
import { useSignedIn } from '../session/session.js';
import { PAGED } from '../ui/list.js';
import type { ListSearch } from './use-search.js';

const PAGE = 50;

/** The experiments that a search finds, page by page. The page's stream keeps them current. */
export function useExperiments({ state, q, flag, tag, sort, owner }: ListSearch) {
  const { user } = useSignedIn();
  const query = {
    limit: PAGE,
    include: 'lights' as const,
    ...(sort !== undefined && { sort }),
    ...(tag !== undefined && { tag }),
    ...(state !== undefined && { status: state }),
    ...(q !== undefined && { q }),
    ...(flag !== undefined && { flag }),
    ...(owner === 'mine' && user !== null && { owner: user.id }),
  };
  return server.useInfiniteQuery(
    'get',
    '/v1/experiments',
    { params: { query } },
    { ...PAGED, placeholderData: (before) => before },
  );
}
