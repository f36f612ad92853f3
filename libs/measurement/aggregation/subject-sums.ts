import { Big } from 'big.js';
import type { Metric } from '../../metrics/index.js';
import type { Amount } from './deltas.js';
import type { Tracked } from './tracked.js';
import { numeratorOf, sumsIn, type EventSums, type UnitState } from './unit-state.js';

/** What one exposed subject adds to a metric: its numerator, at most the metric's cap, and its denominator. */
export interface SubjectSums {
  readonly x: Amount;
  readonly y: Amount;
  readonly capped: boolean;
}

/** The sums of a subject exposed to the variant alone; undefined for a quantile, which is of values. */
export function subjectSums(unit: UnitState, variant: string, metric: Metric): SubjectSums | undefined {
  switch (metric.rule.kind) {
    case 'quantile':
      return undefined;
    case 'conversion':
      return { x: unit.converted[metric.key] === undefined ? 0 : 1, y: 1, capped: false };
    case 'ratio':
    case 'mean':
      return eventSums(unit, variant, metric);
    case 'count':
    case 'sum':
      return { ...eventSums(unit, variant, metric), y: 1 };
  }
}

/** The sums of a subject's events in its run. The denominator of a metric over subjects is left out: it is 0. */
export function sumsInRun(unit: UnitState, variant: string, metric: Metric): SubjectSums {
  switch (metric.rule.kind) {
    case 'conversion':
      return { x: unit.latest[numeratorOf(metric.key)] === undefined ? 0 : 1, y: 0, capped: false };
    case 'count':
    case 'sum':
      return { ...eventSums(unit.inRun, variant, metric), y: 0 };
    default:
      return eventSums(unit.inRun, variant, metric);
  }
}

function eventSums(events: EventSums, variant: string, { key, cap }: Metric): SubjectSums {
  const [x, y] = sumsIn(events, variant, key);
  const capped = cap !== undefined && new Big(x).gt(cap);
  return { x: capped ? new Big(cap) : x, y, capped };
}

const NO_SLICES: readonly number[] = [];
const VALUES_EACH = 32;

/** The number of a dimension's value: both are counted from 0, and value 0 is 'other'. */
export const sliceOf = (dimension: number, value: number): number => dimension * VALUES_EACH + value;

/** The subject's value in each dimension of the experiment. */
export function slicesOf({ dimensions }: Tracked, unit: UnitState): readonly number[] {
  if (dimensions === 0) return NO_SLICES;
  return Array.from({ length: dimensions }, (_, index) => sliceOf(index, unit.dimensions?.values[index] ?? 0));
}
