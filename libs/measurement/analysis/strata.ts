import { comparedStrata, plainStrata, type PhasePair } from '../aggregation/compared-sums.js';
import type { WeightedArm } from '../aggregation/comparisons.js';
import type { MetricKind } from '../../metrics/index.js';
import type { Computed, Pair } from '../../statistics/index.js';
import type { Method } from './inference.js';

/** The phases that a method compares: an always-valid one as looks do. */
export const strataFor = (
  method: Method,
  pairs: readonly PhasePair[],
  kind: MetricKind,
  control: WeightedArm,
  treatment: WeightedArm,
): Computed<Pair[]> => (method === 'sequential' ? comparedStrata(pairs, kind, control, treatment) : plainStrata(pairs));
