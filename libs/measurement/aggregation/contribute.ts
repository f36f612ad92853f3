import { timeBucketOf } from './time-buckets.js';
import { plus, POOLED, times, type AggregateDeltas, type Amount } from './deltas.js';
import type { Tracked } from './tracked.js';
import { amountOf, EXPOSED, exposedTo, phaseOf, type Sums, type UnitState } from './unit-state.js';

const NONE: Sums = [0, 0];

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
  { id, metrics }: Tracked,
  unit: UnitState,
  variant: string,
  phase: number,
  sign: 1 | -1,
): void {
  const first = timeBucketOf(unit.exposures[variant]?.[1] ?? 0);
  deltas.exposures.add([id, variant, phase], [1], sign);
  deltas.firsts.add([id, EXPOSED, variant, first], [1], sign);
  for (const { key, rule } of metrics) {
    const row = [id, key, variant, phase];
    switch (rule.kind) {
      case 'ratio':
      case 'mean':
        deltas.moments.add(row, momentsOf(...sumsIn(unit, variant, key)), sign);
        break;
      case 'count':
      case 'sum':
        deltas.moments.add(row, momentsOf(sumsIn(unit, variant, key)[0], 1), sign);
        break;
      case 'conversion': {
        const converted = unit.converted[key];
        deltas.moments.add(row, momentsOf(converted === undefined ? 0 : 1, 1), sign);
        if (converted !== undefined) deltas.firsts.add([id, key, variant, converted], [1], sign);
        break;
      }
      case 'quantile':
    }
  }
}

/** Events of a variant that the unit was not exposed to count as events; the unit does not count as a subject. */
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
    deltas.moments.add([id, key, variant, phase], momentsOf(amountOf(sums[0]), sums[1]), sign);
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

function sumsIn(unit: UnitState, variant: string, metric: string): [Amount, number] {
  const [dx, dy] = unit.decided[variant]?.[metric] ?? NONE;
  const [lx, ly] = unit.loose[metric] ?? NONE;
  return [plus(amountOf(dx), amountOf(lx)), dy + ly];
}

/** n, Σx, Σy, Σx², Σxy, Σy² of one unit. */
const momentsOf = (x: Amount, y: number): Amount[] => [1, x, y, times(x, x), times(x, y), y * y];
