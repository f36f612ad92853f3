import { server } from '../server/client.js';
import { History } from '../ui/history.js';
import { PAGED } from '../ui/list.js';
import type { Flag } from './flag-types.js';

export function HistoryTab({ flag }: { readonly flag: Flag }) {
  const query = server.useInfiniteQuery(
    'get',
    '/v1/flags/{key}/history',
    { params: { path: { key: flag.key }, query: { limit: 50 } } },
    PAGED,
  );
  return <History query={query} />;
}
