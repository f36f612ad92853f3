import { server } from '../server/client.js';
import type { Schemas } from '../server/documents.js';

const LOOKED_AT = 200;

export interface Measured {
  readonly metric: Schemas['Metric'];
  /** True if the newest experiment that measures it has subjects, so that the server knows what control is. */
  readonly hasPast: boolean;
}

/** A metric and whether a plan of it has a baseline; undefined: it is not known, or a quantile, which has no plan. */
export function useMeasured(key: string): Measured | undefined {
  const metrics = server.useQuery(
    'get',
    '/v1/metrics',
    { params: { query: { limit: 50, q: key } } },
    { enabled: key !== '' },
  );
  const past = server.useQuery('get', '/v1/experiments', {
    params: { query: { limit: LOOKED_AT, sort: 'started', status: 'running,paused,completed,archived' } },
  });
  const newest = past.data?.items.find(({ metrics: counted }) => counted.includes(key));
  const results = server.useQuery(
    'get',
    '/v1/experiments/{id}/results',
    { params: { path: { id: newest?.id ?? '' } } },
    { enabled: newest !== undefined, staleTime: Infinity },
  );
  const metric = metrics.data?.items.find((each) => each.key === key);
  if (!metric || !past.data || metric.kind === 'quantile') return undefined;
  if (newest === undefined) return { metric, hasPast: false };
  const subjects = results.data?.exposure.subjects;
  return subjects && { metric, hasPast: Object.values(subjects).some((count) => Number(count) > 1) };
}
