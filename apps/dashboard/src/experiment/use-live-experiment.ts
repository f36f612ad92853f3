import { useQuery } from '@tanstack/react-query';
import { api } from '../api.js';
import { experimentQuery, ratesQuery } from '../live/cache-updates.js';
import { server } from '../server/client.js';

/** One experiment and what belongs to it. The page's stream keeps all of it current. */
export function useLiveExperiment(id: string) {
  return {
    experiment: useQuery(experimentQuery(id)),
    rates: useQuery(ratesQuery(id)),
    results: server.useQuery('get', '/v1/experiments/{id}/results', { params: { path: { id } } }),
    triggers: useQuery({
      queryKey: ['get', '/v1/experiments/{id}/triggers', id] as const,
      queryFn: ({ signal }) => api.triggers(id, signal),
    }),
    history: useQuery({
      queryKey: ['get', '/v1/experiments/{id}/history', id] as const,
      queryFn: ({ signal }) => api.history(id, signal),
    }),
  };
}

export type LiveExperiment = ReturnType<typeof useLiveExperiment>;
