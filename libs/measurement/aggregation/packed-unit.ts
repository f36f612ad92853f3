import { canonicalJson } from '../../primitives/canonical-json.js';
import {
  ANY,
  denominatorOf,
  emptyRecord,
  EXPOSED,
  exposedAt,
  newUnit,
  numeratorOf,
  type DimensionsAt,
  type EventSums,
  type UnitState,
} from './unit-state.js';
import { TIME_BUCKET_SECONDS } from './time-buckets.js';

/** Names, each once, and their indexes. */
class Names {
  readonly list: string[] = [];

  indexOf(name: string): number {
    const index = this.list.indexOf(name);
    return index >= 0 ? index : this.list.push(name) - 1;
  }
}

type Cell = number | string;

/**
 * The stored form of a unit. It is compact, because one is written for every unit of every batch. Names appear once,
 * time buckets count from the earliest, and tables are flat lists: variants, metrics, exposures (variant, phase, time),
 * lowest phase among decision ids, sums with a decision id (variant, metric, x, y), sums without (metric, x, y),
 * conversions (metric, bucket), run, first bucket, latest buckets (measure, variant, bucket), sums in the run (as
 * above), values of dimensions (time, values), sums before the exposure (metric, x, y), the unit without client
 * telemetry. The last is left out if it is the same, the four before it if they are empty, too.
 */
type Packed = [
  variants: string[],
  metrics: string[],
  exposures: number[],
  decidedPhase: number | null,
  decided: Cell[],
  loose: Cell[],
  converted: number[],
  run: number,
  base: number,
  latest: number[],
  decidedInRun?: Cell[],
  looseInRun?: Cell[],
  dimensions?: number[],
  pre?: Cell[],
  withoutClients?: Packed | null,
];

// Measures in a packed unit: any event, an exposure, then a numerator and a denominator per metric.
const FIRST_METRIC = 2;

export const packUnit = (unit: UnitState): string => JSON.stringify(packedOf(unit));

/** True if client telemetry makes no difference between these states of a unit. */
export const isSameUnit = (one: UnitState, other: UnitState): boolean => comparable(one) === comparable(other);

/** The unit as it is read again, as one text whatever the order of its events was. */
export const canonicalUnit = (unit: UnitState): string =>
  canonicalJson(unpackUnit(packUnit({ ...unit, pre: emptyRecord() })));

const comparable = ({ withoutClients: _, ...unit }: UnitState): string => canonicalUnit(unit);

function packedOf(unit: UnitState): Packed {
  const [variants, metrics] = [new Names(), new Names()];
  const exposures = Object.entries(unit.exposures).flatMap(([name, [phase, at]]) => [
    variants.indexOf(name),
    phase,
    at,
  ]);
  const base = earliestBucket(unit);
  const converted = Object.entries(unit.converted).flatMap(([metric, bucket]) => [
    metrics.indexOf(metric),
    (bucket - base) / TIME_BUCKET_SECONDS,
  ]);
  const latest: number[] = [];
  for (const measure in unit.latest) {
    const code = codeOf(measure, metrics);
    const buckets = unit.latest[measure] ?? {};
    for (const variant in buckets) {
      latest.push(code, variants.indexOf(variant), ((buckets[variant] ?? base) - base) / TIME_BUCKET_SECONDS);
    }
  }
  const packed: Packed = [
    variants.list,
    metrics.list,
    exposures,
    unit.decidedPhase,
    ...packSums(unit, variants, metrics),
    converted,
    unit.run,
    base,
    latest,
  ];
  const [decidedInRun, looseInRun] = packSums(unit.inRun, variants, metrics);
  const dimensions = unit.dimensions?.values.length ? [unit.dimensions.at, ...unit.dimensions.values] : [];
  const [, pre] = packSums({ decided: {}, loose: unit.pre }, variants, metrics);
  const { withoutClients } = unit;
  const isSame = withoutClients === undefined;
  if (!isSame || decidedInRun.length + looseInRun.length + dimensions.length + pre.length > 0) {
    packed.push(decidedInRun, looseInRun, dimensions, pre);
  }
  if (!isSame) packed.push(withoutClients && packedOf(withoutClients));
  return packed;
}

function packSums({ decided, loose }: EventSums, variants: Names, metrics: Names): [decided: Cell[], loose: Cell[]] {
  return [
    Object.entries(decided).flatMap(([variant, sums]) =>
      Object.entries(sums).flatMap(([metric, [x, y]]) => [variants.indexOf(variant), metrics.indexOf(metric), x, y]),
    ),
    Object.entries(loose).flatMap(([metric, [x, y]]) => [metrics.indexOf(metric), x, y]),
  ];
}

export const unpackUnit = (text: string): UnitState => unpackedOf(JSON.parse(text) as Packed);

function unpackedOf(packed: Packed): UnitState {
  const [
    variants,
    metrics,
    exposures,
    decidedPhase,
    decided,
    loose,
    converted,
    run,
    base,
    latest,
    decidedInRun = [],
    looseInRun = [],
    dimensions = [],
    pre = [],
    withoutClients,
  ] = packed;
  const unit: UnitState = { ...newUnit(), decidedPhase, run };
  const names = { variants, metrics };
  for (let i = 0; i < exposures.length; i += 3) {
    unit.exposures[nameAt(variants, exposures[i])] = [exposures[i + 1] ?? 1, exposures[i + 2] ?? 0];
  }
  unpackSums(unit, decided, loose, names);
  unpackSums(unit.inRun, decidedInRun, looseInRun, names);
  unpackSums({ decided: {}, loose: unit.pre }, [], pre, names);
  for (let i = 0; i < converted.length; i += 2) {
    unit.converted[nameAt(metrics, converted[i])] = base + (converted[i + 1] ?? 0) * TIME_BUCKET_SECONDS;
  }
  for (let i = 0; i < latest.length; i += 3) {
    const buckets = (unit.latest[measureOf(latest[i] ?? 0, metrics)] ??= emptyRecord());
    buckets[nameAt(variants, latest[i + 1])] = base + (latest[i + 2] ?? 0) * TIME_BUCKET_SECONDS;
  }
  unit.dimensions = dimensionsAt(dimensions, unit);
  if (withoutClients !== undefined) unit.withoutClients = withoutClients && unpackedOf(withoutClients);
  return unit;
}

const nameAt = (names: readonly string[], index: Cell | undefined): string => names[Number(index)] ?? '';

function unpackSums(
  into: EventSums,
  decided: readonly Cell[],
  loose: readonly Cell[],
  { variants, metrics }: { readonly variants: readonly string[]; readonly metrics: readonly string[] },
): void {
  for (let i = 0; i < decided.length; i += 4) {
    const sums = (into.decided[nameAt(variants, decided[i])] ??= emptyRecord());
    sums[nameAt(metrics, decided[i + 1])] = [decided[i + 2] ?? 0, decided[i + 3] ?? 0];
  }
  for (let i = 0; i < loose.length; i += 3) {
    into.loose[nameAt(metrics, loose[i])] = [loose[i + 1] ?? 0, loose[i + 2] ?? 0];
  }
}

/** Without values in the packed unit it has none: they count from the earliest exposure. */
function dimensionsAt([at, ...values]: readonly number[], unit: UnitState): DimensionsAt | null {
  if (at !== undefined) return { at, values };
  const earliest = exposedAt(unit);
  return earliest === Infinity ? null : { at: earliest, values: [] };
}

function earliestBucket(unit: UnitState): number {
  let earliest = Infinity;
  for (const metric in unit.converted) earliest = Math.min(earliest, unit.converted[metric] ?? earliest);
  for (const measure in unit.latest) {
    for (const variant in unit.latest[measure]) {
      earliest = Math.min(earliest, unit.latest[measure]?.[variant] ?? earliest);
    }
  }
  return earliest === Infinity ? 0 : earliest;
}

function codeOf(measure: string, metrics: Names): number {
  if (measure === ANY) return 0;
  if (measure === EXPOSED) return 1;
  const metric = measure.slice(1);
  return FIRST_METRIC + 2 * metrics.indexOf(metric) + (measure === numeratorOf(metric) ? 0 : 1);
}

function measureOf(code: number, metrics: readonly string[]): string {
  if (code < FIRST_METRIC) return code === 0 ? ANY : EXPOSED;
  const metric = metrics[Math.floor((code - FIRST_METRIC) / 2)] ?? '';
  return (code - FIRST_METRIC) % 2 === 0 ? numeratorOf(metric) : denominatorOf(metric);
}
