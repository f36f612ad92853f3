import { useState } from 'react';
import { EXPERIMENT_STATES } from '../api-types.js';
import { type Filter } from './merge.js';

/** The filter. It is stored in the URL, so that it survives a reload and can be shared. */
export function useFilter(): readonly [Filter, (filter: Filter) => void] {
  const [filter, setFilter] = useState(() => filterOf(new URLSearchParams(window.location.search)));
  const change = (next: Filter) => {
    setFilter(next);
    const query = queryOf(next);
    window.history.replaceState(null, '', query === '' ? window.location.pathname : `?${query}`);
  };
  return [filter, change];
}

function filterOf(query: URLSearchParams): Filter {
  return {
    state: EXPERIMENT_STATES.find((state) => state === query.get('state')) ?? 'all',
    text: query.get('text') ?? '',
  };
}

function queryOf({ state, text }: Filter): string {
  return new URLSearchParams({ ...(state === 'all' ? {} : { state }), ...(text === '' ? {} : { text }) }).toString();
}
