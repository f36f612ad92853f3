import type { Metric } from '../../metrics/index.js';
import { timeBucketOf } from './time-buckets.js';
import { isZero, POOLED, times, type AggregateDeltas, type Amount } from './deltas.js';
import type { Tracked } from './tracked.js';
import { slicesOf, subjectSums, sumsInRun, type SubjectSums } from './subject-sums.js';
import { amountOf, EXPOSED, exposedTo, phaseOf, type Sums, type UnitState } from './unit-state.js';

/** Adds one unit's contribution to the aggregates, or subtracts it (`sign`): off before its events, on after them. */
export function contribute(deltas: AggregateDeltas, tracked: Tracked, unit: UnitState, sign: 1 | -1): void {
  contributeWindows(deltas, tracked, unit, sign);
  const exposed = exposedTo(unit);
  const phase = phaseOf(unit);
  const [variant] = exposed;
  if (variant !== undefined && exposed.length > 1) {
    // Exposed to several variants: results leave the unit out, but the report shows how many there are.
    deltas.exposures.add([tracked.id, POOLED, phase], [1], sign);
    return;
  }
  if (variant !== undefined) contributeExposed(deltas, tracked, unit, variant, phase, sign);
  for (const other in unit.decided) {
    if (other !== variant) contributeUnexposed(deltas, tracked, unit, other, phase, sign);
  }
}

function contributeExposed(
  deltas: AggregateDeltas,
  tracked: Tracked,
  unit: UnitState,
  variant: string,
  phase: number,
  sign: 1 | -1,
): void {
  const { id, metrics } = tracked;
  const first = timeBucketOf(unit.exposures[variant]?.[1] ?? 0);
  deltas.exposures.add([id, variant, phase], [1], sign);
  deltas.firsts.add([id, EXPOSED, variant, first], [1], sign);
  const slices = slicesOf(tracked, unit);
  for (const metric of metrics) {
    const sums = subjectSums(unit, variant, metric);
    if (sums === undefined) continue;
    const { key } = metric;
    const moments = momentsOf(sums);
    deltas.moments.add([id, key, variant, phase], moments, sign);
    for (const slice of slices) deltas.slicedMoments.add([id, key, variant, phase, slice], moments, sign);
    const converted = unit.converted[key];
    if (converted !== undefined) deltas.firsts.add([id, key, variant, converted], [1], sign);
    const pre = metric.varianceReduction && unit.pre[key];
    if (pre) deltas.covariates.add([id, key, variant, phase], covariatesOf(sums, pre), sign);
    if (tracked.compared.has(key)) contributeRun(deltas, tracked, unit, variant, phase, metric, sign);
  }
}

/** The sums of the current run. Subjects without an event in it have none, but count all the same: see `exposures`. */
function contributeRun(
  deltas: AggregateDeltas,
  { id, currentRun }: Tracked,
  unit: UnitState,
  variant: string,
  phase: number,
  metric: Metric,
  sign: 1 | -1,
): void {
  if (unit.run !== currentRun) return;
  const [, ...sums] = momentsOf(sumsInRun(unit, variant, metric));
  if (sums.some((sum) => !isZero(sum))) deltas.runMoments.add([id, unit.run, metric.key, variant, phase], sums, sign);
}

/** Events of a variant that the unit was not exposed to count as events: inference, which is of subjects, has none. */
function contributeUnexposed(
  deltas: AggregateDeltas,
  { id, metrics }: Tracked,
  unit: UnitState,
  variant: string,
  phase: number,
  sign: 1 | -1,
): void {
  for (const { key, rule } of metrics) {
    const sums = unit.decided[variant]?.[key];
    if (!sums || (rule.kind !== 'ratio' && rule.kind !== 'mean')) continue;
    deltas.unexposed.add([id, key, variant, phase], [amountOf(sums[0]), amountOf(sums[1])], sign);
  }
}

/** The unit in the histograms of latest time buckets, per variant; POOLED rows correct it to one in the total. */
function contributeWindows(deltas: AggregateDeltas, { id, currentRun }: Tracked, unit: UnitState, sign: 1 | -1): void {
  if (unit.run !== currentRun) return;
  for (const measure in unit.latest) {
    const latest = unit.latest[measure] ?? {};
    let newest = -1;
    let variants = 0;
    for (const variant in latest) {
      const bucket = latest[variant] ?? 0;
      deltas.distinct.add([id, unit.run, measure, variant, bucket], [1], sign);
      newest = Math.max(newest, bucket);
      variants += 1;
    }
    if (variants < 2) continue;
    for (const variant in latest)
      deltas.distinct.add([id, unit.run, measure, POOLED, latest[variant] ?? 0], [-1], sign);
    deltas.distinct.add([id, unit.run, measure, POOLED, newest], [1], sign);
  }
}

/** n, n capped, n with x ≠ 0, Σx, Σy, Σx², Σxy, Σy² of one unit. */
const momentsOf = ({ x, y, capped }: SubjectSums): Amount[] => [
  1,
  capped ? 1 : 0,
  isZero(x) ? 0 : 1,
  x,
  y,
  times(x, x),
  times(x, y),
  times(y, y),
];

/** n with a value before the exposure (p, q), Σp, Σq, Σp², Σpq, Σq², Σxp, Σxq, Σyp, Σyq of one unit. */
function covariatesOf({ x, y }: SubjectSums, pre: Sums): Amount[] {
  const [p, q] = [amountOf(pre[0]), amountOf(pre[1])];
  return [1, p, q, times(p, p), times(p, q), times(q, q), times(x, p), times(x, q), times(y, p), times(y, q)];
}
