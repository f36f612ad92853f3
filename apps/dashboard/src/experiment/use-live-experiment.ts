import { useCallback } from 'react';
import { api } from '../api.js';
import { type RatesReport } from '../api-types.js';
import { newerOf } from '../experiments/merge.js';
import { mergeTriggers } from './merge-triggers.js';
import { useStream } from '../live/use-stream.js';
import { type Resource, useResource } from '../loading/use-resource.js';

/** One experiment and its resources, which its stream keeps current. */
export function useLiveExperiment(id: string) {
  const experiment = useExperimentResource(id, api.experiment, newerOf);
  const rates = useExperimentResource(id, api.rates, newerReport);
  const results = useExperimentResource(id, api.results);
  const triggers = useExperimentResource(id, api.triggers, mergeTriggers);
  const history = useExperimentResource(id, api.history);

  const live = useStream(`/v1/stream?experiment=${encodeURIComponent(id)}`, {
    opened: () => [experiment, rates, results, triggers, history].forEach((resource) => resource.reload()),
    messages: {
      experiment: (incoming) => {
        experiment.receive((held) => newerOf(held, incoming));
        [rates, results, history, triggers].forEach((resource) => resource.reload());
      },
      trigger: (incoming) => {
        triggers.receive((held) => mergeTriggers(held, [incoming]));
        history.reload();
      },
      rates: (incoming) => {
        rates.receive((held) => newerReport(held, incoming));
        results.reload();
      },
    },
  });
  return { experiment, rates, results, triggers, history, live };
}

export type LiveExperiment = ReturnType<typeof useLiveExperiment>;

function useExperimentResource<T>(
  id: string,
  read: (id: string, signal: AbortSignal) => Promise<T>,
  reconcile?: (held: T, answer: T) => T,
): Resource<T> {
  const load = useCallback((signal: AbortSignal) => read(id, signal), [id, read]);
  return useResource(load, reconcile);
}

function newerReport(held: RatesReport, incoming: RatesReport): RatesReport {
  // Before the first change there is no position.
  return (incoming.position ?? '') < (held.position ?? '') ? held : incoming;
}
