import { pairsOf, totalOf } from '../aggregation/compared-sums.js';
import type { WeightedArm } from '../aggregation/comparisons.js';
import type { ComparisonEvidence } from '../aggregation/evidence.js';
import { HOUR_MS } from '../aggregation/log-clock.js';
import type { Metric } from '../../metrics/index.js';
import { isComputable } from '../../statistics/index.js';
import { meansOf, type OfArms } from './comparison.js';
import { inferenceOf, NOT_ESTIMATED, type Estimated } from './inference.js';
import { armsOfRows, type MetricRow } from './metric-rows.js';
import type { Question } from './question.js';
import { strataFor } from './strata.js';

/** A row as it was at the beginning of an hour (since 1970). */
export interface HourRow extends MetricRow {
  readonly hour: number;
}

/** The effect as it stood then. */
export interface EffectPoint {
  /** Beginning of an hour; of the last point the time of the report. */
  readonly time: string;
  readonly n: OfArms<number>;
  readonly absolute: Estimated;
  readonly relative: Estimated;
}

/** What a curve is drawn from. */
export interface Curve {
  readonly metric: Metric;
  readonly variant: WeightedArm;
  readonly evidence: ComparisonEvidence | undefined;
  /** By hour, ascending: only rows that changed in the hour before. */
  readonly hours: readonly HourRow[];
  readonly now: readonly MetricRow[];
  /** Time of the last telemetry; null: none. */
  readonly asOf: string | null;
}

/** The effect over time, with always-valid intervals: at most `most` points, evenly thinned, the last one kept. */
export function effectPoints(curve: Curve, question: Question, most: number): EffectPoint[] {
  const hours = [...new Set(curve.hours.map(({ hour }) => hour))];
  const moments = curve.asOf === null || curve.now.length === 0 ? hours.length : hours.length + 1;
  const kept = new Set(thinned(moments, most));
  const points: EffectPoint[] = [];
  const standing = new Map<string, MetricRow>();
  let next = 0;
  hours.forEach((hour, index) => {
    for (; next < curve.hours.length && curve.hours[next]?.hour === hour; next += 1) {
      const row = curve.hours[next];
      if (row) standing.set(`${row.variant} ${row.phase}`, row);
    }
    if (!kept.has(index)) return;
    points.push(
      pointOf([...standing.values()], new Date(hour * HOUR_MS).toISOString(), curve, { ...question, part: 'hour' }),
    );
  });
  if (curve.asOf !== null && moments > hours.length) {
    points.push(pointOf(curve.now, curve.asOf, curve, { ...question, part: 'whole' }));
  }
  return points;
}

/** The places of at most `most` of `count` things, as evenly apart as can be, the last one among them. */
export function thinned(count: number, most: number): number[] {
  if (count <= most) return Array.from({ length: count }, (_, index) => index);
  if (most < 2) return count > 0 && most === 1 ? [count - 1] : [];
  return Array.from({ length: most }, (_, index) => Math.round((index * (count - 1)) / (most - 1)));
}

function pointOf(
  rows: readonly MetricRow[],
  time: string,
  { metric, variant, evidence }: Curve,
  question: Question,
): EffectPoint {
  const pairs = pairsOf(armsOfRows(rows, metric), question.control.key, variant.key);
  const n = { control: totalOf(pairs, 'a').n, treatment: totalOf(pairs, 'b').n };
  const strata = strataFor('sequential', pairs, metric.rule.kind, question.control, variant);
  if (!isComputable(strata)) return { time, n, absolute: NOT_ESTIMATED, relative: NOT_ESTIMATED };
  const { absolute, relative } = inferenceOf(strata, meansOf(metric, pairs, evidence, question));
  return { time, n, absolute, relative };
}
