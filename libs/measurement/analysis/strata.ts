import { comparedStrata, type PhasePair } from '../aggregation/compared-sums.js';
import type { WeightedArm } from '../aggregation/comparisons.js';
import type { MetricKind } from '../../metrics/index.js';
import { comparableStrata, type Arm, type Computed, type Pair } from '../../statistics/index.js';
import type { Method } from './inference.js';

const EMPTY: Computed<Arm> = { notComputable: 'no_subjects' };

/** The phases that can be compared, with the variances of their arms as they are. */
export const plainStrata = (pairs: readonly PhasePair[]): Computed<Pair[]> =>
  comparableStrata(pairs.map(({ a, b }) => ({ a: a?.arm ?? EMPTY, b: b?.arm ?? EMPTY })));

/** The phases that a method compares: an always-valid one as looks do. */
export const strataFor = (
  method: Method,
  pairs: readonly PhasePair[],
  kind: MetricKind,
  control: WeightedArm,
  treatment: WeightedArm,
): Computed<Pair[]> => (method === 'sequential' ? comparedStrata(pairs, kind, control, treatment) : plainStrata(pairs));
