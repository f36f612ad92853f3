import { server } from '../server/client.js';

const EVERY_MS = 30_000;

/** Number of experiments in review in this environment. */
export function useWaitingCount(): number {
  const { data } = server.useQuery(
    'get',
    '/v1/experiments',
    { params: { query: { status: 'in_review', limit: 1 } } },
    { refetchInterval: EVERY_MS },
  );
  return data?.total ?? 0;
}
