import { useQueryClient } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { createContext, use, useEffect, useMemo, useState, type ReactNode } from 'react';
import { currentEnvironment } from '../server/environment.js';
import { followStream, type LiveState } from './stream.js';
import { CacheUpdates } from './cache-updates.js';

export interface Freshness {
  readonly state: LiveState;
  /** Since when nothing new can be shown, in epoch milliseconds; null: it is live, or was never. */
  readonly staleSince: number | null;
}

const FreshnessContext = createContext<Freshness>({ state: 'connecting', staleSince: null });

/** Whether the page updates by itself. */
export const useFreshness = (): Freshness => use(FreshnessContext);

/** Follows the server's stream once for the whole page, and keeps what was read from the server current. */
export function LiveProvider({ children }: { readonly children: ReactNode }) {
  const queries = useQueryClient();
  const { id } = useParams({ strict: false });
  const [freshness, setFreshness] = useState<Freshness>({ state: 'connecting', staleSince: null });
  const url = useMemo(() => {
    const query = new URLSearchParams({ environment: currentEnvironment() });
    if (id !== undefined && isUuid(id)) query.set('experiment', id);
    return `/v1/stream?${query.toString()}`;
  }, [id]);

  useEffect(() => {
    const updates = new CacheUpdates(queries);
    const unfollow = followStream(url, {
      stateChanged: (state) => setFreshness((before) => next(before, state)),
      opened: () => updates.opened(),
      messages: {
        experiment: (experiment) => updates.experiment(experiment),
        trigger: (trigger) => updates.trigger(trigger),
        rates: (report) => updates.rates(report),
      },
    });
    return () => {
      unfollow();
      updates.stop();
    };
  }, [queries, url]);

  return <FreshnessContext value={freshness}>{children}</FreshnessContext>;
}

function next(before: Freshness, state: LiveState): Freshness {
  if (state === 'live') return { state, staleSince: null };
  // A page that moves to another stream was live a moment ago.
  if (state === 'connecting') return before.state === 'live' ? before : { ...before, state };
  return { state, staleSince: before.staleSince ?? Date.now() };
}

const isUuid = (text: string): boolean => /^[0-9a-f-]{36}$/i.test(text);
