import { useQuery } from '@tanstack/react-query';
import { api } from '../api.js';
import { experimentQuery, ratesQuery } from '../live/cache-updates.js';
import { resourceOf } from '../loading/resource.js';
import { server } from '../server/client.js';

/** One experiment and what belongs to it. The page's stream keeps all of it current. */
export function useLiveExperiment(id: string) {
  const results = server.useQuery('get', '/v1/experiments/{id}/results', { params: { path: { id } } });
  const triggers = useQuery({
    queryKey: ['get', '/v1/experiments/{id}/triggers', id] as const,
    queryFn: ({ signal }) => api.triggers(id, signal),
  });
  const history = useQuery({
    queryKey: ['get', '/v1/experiments/{id}/history', id] as const,
    queryFn: ({ signal }) => api.history(id, signal),
  });
  return {
    experiment: resourceOf(useQuery(experimentQuery(id))),
    rates: resourceOf(useQuery(ratesQuery(id))),
    results: resourceOf(results),
    triggers: resourceOf(triggers),
    history: resourceOf(history),
  };
}

export type LiveExperiment = ReturnType<typeof useLiveExperiment>;
