import type { Experiment } from '../api-types.js';
import { EXPERIMENT_STATES } from '../api-types.js';
import type { SortKey } from './use-search.js';

type Compare = (one: Experiment, other: Experiment) => number;

const BY: Readonly<Record<SortKey, Compare>> = {
  updated: (one, other) => other.updatedAt.localeCompare(one.updatedAt),
  name: (one, other) => one.name.localeCompare(other.name),
  state: (one, other) => EXPERIMENT_STATES.indexOf(one.status) - EXPERIMENT_STATES.indexOf(other.status),
  traffic: (one, other) => Number(other.traffic) - Number(one.traffic),
};

/** The experiments in another order; without a key in the server's, newest first. */
export const sorted = (experiments: readonly Experiment[], key: SortKey | undefined): readonly Experiment[] =>
  key === undefined ? experiments : [...experiments].sort(BY[key]);
