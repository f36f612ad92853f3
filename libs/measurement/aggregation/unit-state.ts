import { Big } from 'big.js';
import type { TimeBucket } from './time-buckets.js';
import { plus, type Amount } from './deltas.js';

/** Numerator and denominator of one metric for one unit; decimals as texts. */
export type Sums = readonly [x: number | string, y: number | string];

/** The lowest phase and the earliest time (epoch milliseconds) among a unit's exposures to one variant. */
export type Exposure = readonly [phase: number, at: number];

/** Sums of one unit's events: those with a decision id by variant, and the others. By metric. */
export interface EventSums {
  decided: Record<string, Record<string, Sums>>;
  /** They belong to the variant that the unit was exposed to. */
  loose: Record<string, Sums>;
}

/** The values of dimensions at the unit's earliest exposure (epoch milliseconds). */
export interface DimensionsAt {
  readonly at: number;
  readonly values: readonly number[];
}

/** Measures of the latest-bucket histograms: any event, an exposure, a metric's numerator or denominator. */
export const ANY = '?';
export const EXPOSED = '!';
export const numeratorOf = (metric: string): string => `+${metric}`;
export const denominatorOf = (metric: string): string => `-${metric}`;

/**
 * The state of one unit (a subject, or the value of `bucketBy`) in one experiment. It does not depend on the order of
 * events.
 */
export interface UnitState extends EventSums {
  /** Exposures by variant: more than one is a double exposure. */
  exposures: Record<string, Exposure>;
  /** The lowest phase among its decision ids. */
  decidedPhase: number | null;
  /** Null before the first exposure. */
  dimensions: DimensionsAt | null;
  /** TimeBucket of the earliest converting event, by metric. */
  converted: Record<string, TimeBucket>;
  /** Pre-exposure sums, by metric; only of metrics that ask for CUPED. */
  pre: Record<string, Sums>;
  /** The current run, and in it the latest bucket by measure and variant, and the sums that arms are compared by. */
  run: number;
  latest: Record<string, Record<string, TimeBucket>>;
  inRun: EventSums;
  /** The state without client telemetry, and without `pre`; absent if it is the same, null if there would be no unit. */
  withoutClients?: UnitState | null;
}

/**
 * Makes objects that inherit nothing. They save 20% of the time per counted event against those of
 * `Object.create(null)` (docs/performance.md).
 */
const Bare = function () {} as unknown as { new (): Record<string, never>; prototype: unknown };
Bare.prototype = Object.create(null);

/** A record that is safe for every key, even `constructor`, which ordinary objects inherit. */
export const emptyRecord = <T>(): Record<string, T> => new Bare();

const noSums = (): EventSums => ({ decided: emptyRecord(), loose: emptyRecord() });

export const newUnit = (): UnitState => ({
  exposures: emptyRecord(),
  decidedPhase: null,
  dimensions: null,
  decided: emptyRecord(),
  loose: emptyRecord(),
  converted: emptyRecord(),
  pre: emptyRecord(),
  run: 0,
  latest: emptyRecord(),
  inRun: noSums(),
});

/** The variants that the unit was exposed to. */
export const exposedTo = (unit: UnitState): string[] => Object.keys(unit.exposures);

/** The lowest phase among the exposures or, without any, among the decision ids. */
export function phaseOf(unit: UnitState): number {
  let phase = Infinity;
  for (const variant in unit.exposures) phase = Math.min(phase, unit.exposures[variant]?.[0] ?? phase);
  return phase === Infinity ? (unit.decidedPhase ?? 1) : phase;
}

/** The time of the earliest exposure, epoch milliseconds; Infinity before the first. */
export function exposedAt(unit: UnitState): number {
  let time = Infinity;
  for (const variant in unit.exposures) time = Math.min(time, unit.exposures[variant]?.[1] ?? time);
  return time;
}

export const amountOf = (sum: number | string): Amount => (typeof sum === 'number' ? sum : new Big(sum));

export const storedAmount = (amount: Amount): number | string =>
  typeof amount === 'number' ? amount : amount.toFixed();

/** Adds to a metric's sums. */
export function addSums(sums: Record<string, Sums>, metric: string, x: Amount, y: Amount): void {
  const before = sums[metric];
  if (!before) sums[metric] = [storedAmount(x), storedAmount(y)];
  else sums[metric] = [storedAmount(plus(amountOf(before[0]), x)), storedAmount(plus(amountOf(before[1]), y))];
}

export function keepMin(record: Record<string, TimeBucket>, key: string, bucket: TimeBucket): void {
  const before = record[key];
  if (before === undefined || bucket < before) record[key] = bucket;
}

/** Raises the latest bucket of a measure and variant, if this one is later. */
export function keepLatest(unit: UnitState, measure: string, variant: string, bucket: TimeBucket): void {
  const latest = (unit.latest[measure] ??= emptyRecord());
  const before = latest[variant];
  if (before === undefined || bucket > before) latest[variant] = bucket;
}

/** Enters a run, whose histograms begin empty. */
export function enterRun(unit: UnitState, run: number): void {
  if (unit.run === run) return;
  unit.run = run;
  unit.latest = emptyRecord();
  unit.inRun = noSums();
}

/** Takes the values of an exposure, if it is the earliest; of several at one time, the least. */
export function keepDimensions(unit: UnitState, { at, values }: DimensionsAt): void {
  const before = unit.dimensions;
  const isFirst = before === null || at < before.at;
  if (isFirst || (at === before.at && String(values) < String(before.values))) unit.dimensions = { at, values };
}

/** Numerator and denominator of the unit's events in a variant, with those without decision id. */
export function sumsIn({ decided, loose }: EventSums, variant: string, metric: string): [Amount, Amount] {
  const [dx, dy] = decided[variant]?.[metric] ?? NO_SUMS;
  const [lx, ly] = loose[metric] ?? NO_SUMS;
  return [plus(amountOf(dx), amountOf(lx)), plus(amountOf(dy), amountOf(ly))];
}

const NO_SUMS: Sums = [0, 0];

/** Merges `other` into `into`: both turned out to be one unit. */
export function mergeUnits(into: UnitState, other: UnitState): void {
  for (const [variant, [phase, at]] of Object.entries(other.exposures)) {
    const own = into.exposures[variant];
    into.exposures[variant] = own ? [Math.min(own[0], phase), Math.min(own[1], at)] : [phase, at];
  }
  if (other.decidedPhase !== null)
    into.decidedPhase = Math.min(into.decidedPhase ?? other.decidedPhase, other.decidedPhase);
  if (other.dimensions) keepDimensions(into, other.dimensions);
  mergeEvents(into, other);
  for (const [metric, bucket] of Object.entries(other.converted)) keepMin(into.converted, metric, bucket);
  mergeSums(into.pre, other.pre);
  if (other.run > into.run) {
    into.run = other.run;
    into.latest = other.latest;
    into.inRun = other.inRun;
  } else if (other.run === into.run) {
    mergeEvents(into.inRun, other.inRun);
    for (const [measure, latest] of Object.entries(other.latest)) {
      for (const [variant, bucket] of Object.entries(latest)) keepLatest(into, measure, variant, bucket);
    }
  }
}

function mergeEvents(into: EventSums, other: EventSums): void {
  for (const [variant, sums] of Object.entries(other.decided))
    mergeSums((into.decided[variant] ??= emptyRecord()), sums);
  mergeSums(into.loose, other.loose);
}

function mergeSums(into: Record<string, Sums>, other: Record<string, Sums>): void {
  for (const [metric, [x, y]] of Object.entries(other)) addSums(into, metric, amountOf(x), amountOf(y));
}
