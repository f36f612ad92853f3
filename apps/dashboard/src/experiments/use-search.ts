import { useNavigate, useSearch } from '@tanstack/react-router';
import { EXPERIMENT_STATES, type ExperimentState } from '../api-types.js';

/** What the list shows, as the address has it. */
export interface ListSearch {
  readonly state?: ExperimentState | undefined;
  /** Text in names, keys and hypotheses. */
  readonly q?: string | undefined;
  readonly flag?: string | undefined;
  readonly tag?: string | undefined;
  /** Absent: by creation, newest first. */
  readonly sort?: SortKey | undefined;
  /** `mine`: only one's own. */
  readonly owner?: 'mine' | undefined;
}

export const SORT_KEYS = ['updated', 'started', 'name', 'state'] as const;
export type SortKey = (typeof SORT_KEYS)[number];

const MOST_LETTERS = 200;
const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value.slice(0, MOST_LETTERS) : undefined;

/** Reads the address. Anything that it does not know is left out. */
export const listSearch = (raw: Record<string, unknown>): ListSearch => ({
  state: EXPERIMENT_STATES.find((state) => state === raw['state']),
  q: textOf(raw['q']),
  flag: textOf(raw['flag']),
  tag: textOf(raw['tag']),
  sort: SORT_KEYS.find((key) => key === raw['sort']),
  owner: raw['owner'] === 'mine' ? 'mine' : undefined,
});

/** The list's search and a function that changes parts of it. */
export function useListSearch(): readonly [ListSearch, (change: ListSearch) => void] {
  const search = useSearch({ from: '/experiments' });
  const navigate = useNavigate();
  const { state, q, flag, tag, sort, owner } = search;
  const shown: ListSearch = { state, q, flag, tag, sort, owner };
  return [shown, (change) => void navigate({ to: '/experiments', search: { ...shown, ...change }, replace: true })];
}
