import { Big } from 'big.js';
import type { Experiment } from '../../libs/experiments/index.js';
import { timeBucketOf, quantileOf } from '../../libs/measurement/index.js';
import { partsOf, type Metric, type RulePart } from '../../libs/metrics/index.js';
import { binOf } from '../../libs/measurement/aggregation/sketch.js';
import { quotient } from '../../libs/primitives/decimal.js';
import { phaseOfUnit, valueOf, variantsOfUnit, type Counted, type Verdict } from './naive.js';
import { METRICS, VARIANTS } from './play.js';

export interface Sums {
  x: Big;
  y: Big;
}

/** What a part takes of an event; null if it does not take it. The conditions of METRICS, in their own words. */
function taken({ key }: Metric, part: RulePart, event: Counted): Big | null {
  if (event.item.type.key !== part.event) return null;
  if (key === 'spent' && part.property !== undefined && event.item.properties?.['page'] !== 'x') return null;
  if (key === 'returned' && !valueOf(event, 'value')?.gte(1)) return null;
  return part.property === undefined ? new Big(1) : valueOf(event, part.property);
}

/** The amounts that one event adds to a metric's numerator and denominator. */
export function amounts(metric: Metric, event: Counted): Sums | null {
  const { numerator, denominator } = partsOf(metric.rule);
  const none = new Big(0);
  const x = taken(metric, numerator, event);
  const y = denominator ? taken(metric, denominator, event) : null;
  if (x === null && y === null) return null;
  switch (metric.rule.kind) {
    case 'ratio':
      return { x: x ?? none, y: y ?? none };
    case 'count':
    case 'conversion':
      return { x: new Big(1), y: none };
    default:
      return { x: x ?? none, y: new Big(1) };
  }
}

export const add = (all: readonly Sums[]): Sums =>
  all.reduce((sum, each) => ({ x: sum.x.plus(each.x), y: sum.y.plus(each.y) }), { x: new Big(0), y: new Big(0) });

const fraction = ({ x, y }: Sums) => ({ numerator: x.toFixed(), denominator: y.toFixed(), value: quotient(x, y) });

/** The part of the results report that depends on telemetry, of one phase or (null) of all. */
export function expectedResults(verdict: Verdict, experiment: Experiment, phase: number | null): object {
  const inPhase = (unit: string): boolean => phase === null || phaseOfUnit(verdict, unit) === phase;
  const units = [...new Set(verdict.counted.map(({ unit }) => unit))].filter(inPhase);
  const exposedTo = (unit: string): string[] => variantsOfUnit(verdict, unit);
  const subjects = (variant: string): number =>
    units.filter((unit) => exposedTo(unit).length === 1 && exposedTo(unit)[0] === variant).length;
  return {
    exposure: {
      subjects: Object.fromEntries(VARIANTS.map((variant) => [variant, subjects(variant)])),
      doubleExposed: units.filter((unit) => exposedTo(unit).length > 1).length,
      waiting: verdict.waiting,
      expired: verdict.expired,
      tail: verdict.tail,
      ...(verdict.servedAfter.size > 0 && { servedAfter: Object.fromEntries(verdict.servedAfter) }),
    },
    metrics: METRICS.map((metric) => {
      const of = (variant: string) => ({ variant, subjects: subjects(variant) });
      const total = VARIANTS.reduce((sum, variant) => sum + subjects(variant), 0);
      if (metric.rule.kind === 'quantile') {
        const events = verdict.counted.filter(
          (event) => amounts(metric, event) && (phase === null || phaseAt(experiment, event.at) === phase),
        );
        return {
          metric: metric.key,
          variants: VARIANTS.map((variant) => ({
            ...of(variant),
            ...quantile(
              metric,
              events.filter((event) => event.variants.includes(variant)),
            ),
            moments: null,
          })),
          total: { subjects: total, ...quantile(metric, events) },
        };
      }
      const sumsIn = (variant: string): Sums[] => units.flatMap((unit) => sumsOf(verdict, metric, unit, variant) ?? []);
      return {
        metric: metric.key,
        variants: VARIANTS.map((variant) => {
          const all = sumsIn(variant);
          // Inference is of subjects, so moments leave out the events of units that were not exposed to the variant.
          const exposed = units
            .filter((unit) => exposedTo(unit).includes(variant))
            .flatMap((unit) => sumsOf(verdict, metric, unit, variant) ?? []);
          return { ...of(variant), ...fraction(add(all)), moments: momentsOf(exposed) };
        }),
        total: { subjects: total, ...fraction(add(VARIANTS.flatMap(sumsIn))) },
      };
    }),
  };
}

/** One unit's numerator and denominator in a variant; null if the unit is not in it. */
export function sumsOf(verdict: Verdict, metric: Metric, unit: string, variant: string): Sums | null {
  const exposed = variantsOfUnit(verdict, unit);
  if (exposed.length > 1) return null;
  const isExposed = exposed[0] === variant;
  const events = verdict.counted.filter(
    (event) => event.unit === unit && amounts(metric, event) && event.variants.includes(variant),
  );
  const uncapped = add(events.flatMap((event) => amounts(metric, event) ?? []));
  // Inference is of exposed subjects: only their sums are capped.
  const sums = isExposed ? { ...uncapped, x: capped(metric, uncapped.x) } : uncapped;
  switch (metric.rule.kind) {
    case 'count':
    case 'sum':
      return isExposed ? { x: sums.x, y: new Big(1) } : null;
    case 'conversion': {
      const converted = verdict.counted.some((each) => each.unit === unit && amounts(metric, each));
      return isExposed ? { x: new Big(converted ? 1 : 0), y: new Big(1) } : null;
    }
    default:
      return isExposed || events.length > 0 ? sums : null;
  }
}

export const capped = ({ cap }: Metric, x: Big): Big => (cap !== undefined && x.gt(cap) ? new Big(cap) : x);

function momentsOf(all: readonly Sums[]): object {
  const sum = (of: (each: Sums) => Big): string =>
    all.reduce((total, each) => total.plus(of(each)), new Big(0)).toFixed();
  return {
    n: String(all.length),
    sx: sum(({ x }) => x),
    sy: sum(({ y }) => y),
    sxx: sum(({ x }) => x.times(x)),
    sxy: sum(({ x, y }) => x.times(y)),
    syy: sum(({ y }) => y.times(y)),
  };
}

function quantile({ rule }: Metric, events: readonly Counted[]): object {
  const property = 'property' in rule ? rule.property : '';
  const bins = events.flatMap((event) => {
    const value = valueOf(event, property);
    return value ? [{ bin: binOf(value.toNumber()), values: 1 }] : [];
  });
  const value = quantileOf(bins, rule.kind === 'quantile' ? rule.quantile : '0');
  return { numerator: null, denominator: String(bins.length), value: value && new Big(value).toFixed() };
}

function phaseAt({ phases }: Experiment, at: number): number {
  return (phases.findLast(({ from }) => Date.parse(from) <= at) ?? phases[0])?.phase ?? 1;
}

/** The points of a metric over time, in time buckets of 10 seconds. */
export function expectedSeries(verdict: Verdict, metric: Metric): object[] {
  const buckets = new Map<number, Map<string, { sums: Sums[]; events: Counted[] }>>();
  const at = (bucket: number, variant: string): { sums: Sums[]; events: Counted[] } => {
    const variants = buckets.get(bucket) ?? new Map<string, { sums: Sums[]; events: Counted[] }>();
    buckets.set(bucket, variants);
    const found = variants.get(variant) ?? { sums: [], events: [] };
    variants.set(variant, found);
    return found;
  };
  const bySubject = ['count', 'sum', 'conversion'].includes(metric.rule.kind);
  for (const event of verdict.counted) {
    const sums = metric.rule.kind === 'conversion' ? null : amounts(metric, event);
    if (!sums) continue;
    for (const variant of event.variants) {
      const point = at(timeBucketOf(event.at), variant);
      point.sums.push(bySubject ? { ...sums, y: new Big(0) } : sums);
      point.events.push(event);
    }
  }
  for (const [unit, exposures] of bySubject ? verdict.exposures : []) {
    const [variant, other] = variantsOfUnit(verdict, unit);
    if (variant === undefined || other !== undefined) continue;
    const first = Math.min(...exposures.map((exposure) => timeBucketOf(exposure.at)));
    at(first, variant).sums.push({ x: new Big(0), y: new Big(1) });
    if (metric.rule.kind !== 'conversion') continue;
    const conversions = verdict.counted.filter((event) => event.unit === unit && amounts(metric, event));
    if (conversions.length === 0) continue;
    const converted = Math.min(...conversions.map((event) => timeBucketOf(event.at)));
    at(converted, variant).sums.push({ x: new Big(1), y: new Big(0) });
  }
  return [...buckets]
    .sort(([one], [other]) => one - other)
    .map(([bucket, variants]) => ({
      time: new Date(bucket * 1000).toISOString(),
      variants: Object.fromEntries(
        [...variants]
          .filter(([, { sums }]) => !add(sums).x.eq(0) || !add(sums).y.eq(0) || metric.rule.kind === 'quantile')
          .map(([variant, { sums, events }]) => [
            variant,
            metric.rule.kind === 'quantile' ? quantile(metric, events) : fraction(add(sums)),
          ]),
      ),
    }))
    .filter(({ variants }) => Object.keys(variants).length > 0);
}

/** A guardrail's rates within a window that begins at `from` (epoch milliseconds), per variant and pooled (null). */
export function expectedRates(
  verdict: Verdict,
  experiment: Experiment,
  metric: Metric,
  per: 'event' | 'subject',
  from: number,
): { variant: string | null; value: string | null; exposed: number }[] {
  const run = experiment.runs.at(-1);
  const runOf = (at: number): number | undefined => {
    if (at < Date.parse(experiment.runs[0]?.from ?? '')) return experiment.runs[0]?.run;
    return experiment.runs.find((each) => Date.parse(each.from) <= at && (!each.to || at < Date.parse(each.to)))?.run;
  };
  const events = verdict.counted.filter(
    (event) => runOf(event.at) === run?.run && timeBucketOf(event.at) >= timeBucketOf(from),
  );
  return [...VARIANTS, null].map((variant) => {
    const own = events.filter((event) => variant === null || event.variants.includes(variant));
    const distinct = (which: (event: Counted) => boolean): Big =>
      new Big(new Set(own.filter(which).map((e) => e.unit)).size);
    const exposed = distinct((event) => event.item.type.exposure).toNumber();
    const sums = add(own.flatMap((event) => amounts(metric, event) ?? []));
    const { numerator, denominator } = partsOf(metric.rule);
    const isX = (event: Counted): boolean => taken(metric, numerator, event) !== null;
    const any = distinct(() => true);
    const { rule } = metric;
    switch (rule.kind) {
      case 'quantile':
        return {
          variant,
          value: (
            quantile(
              metric,
              own.filter((event) => amounts(metric, event)),
            ) as { value: string | null }
          ).value,
          exposed,
        };
      case 'conversion':
        return { variant, value: quotient(distinct(isX), any), exposed };
      case 'sum':
        return { variant, value: quotient(sums.x, any), exposed };
      case 'count':
        return { variant, value: quotient(per === 'subject' ? distinct(isX) : sums.x, any), exposed };
      case 'ratio':
        return per === 'event'
          ? { variant, value: quotient(sums.x, sums.y), exposed }
          : {
              variant,
              value: quotient(
                distinct(isX),
                distinct((event) => denominator !== null && taken(metric, denominator, event) !== null),
              ),
              exposed,
            };
      case 'mean':
        return { variant, value: quotient(sums.x, sums.y), exposed };
    }
  });
}
