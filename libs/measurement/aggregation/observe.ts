import type { Attribution } from '../../telemetry/index.js';
import type { JsonObject } from '../../event-store/index.js';
import { timeBucketOf, type TimeBucket } from './time-buckets.js';
import { POOLED, type AggregateDeltas, type Amount } from './deltas.js';
import { amountsOf, takenOf, type Taken, type Use } from './metric-uses.js';
import { binOf } from './sketch.js';
import { phaseAt, runAt, type Tracked } from './tracked.js';
import {
  addSums,
  ANY,
  denominatorOf,
  emptyRecord,
  enterRun,
  EXPOSED,
  keepDimensions,
  keepLatest,
  keepMin,
  numeratorOf,
  type UnitState,
} from './unit-state.js';

/** An event to count, at the earlier of its own time and its receipt, because the sender's clock may be fast. */
export interface CountedEvent {
  readonly type: string;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly properties: JsonObject | undefined;
}

interface Target {
  readonly tracked: Tracked;
  readonly unit: UnitState;
  readonly deltas: AggregateDeltas;
}

/** The time bucket and run of an event. */
interface Occurrence {
  readonly bucket: TimeBucket;
  readonly run: number;
  readonly at: number;
}

const occurrenceOf = ({ runs }: Tracked, at: number): Occurrence => ({
  bucket: timeBucketOf(at),
  run: runAt(runs, at),
  at,
});

/** Records an exposure of the unit to a variant. */
export function expose(
  { tracked, unit }: Target,
  { variant, phase, dimensionValues }: Pick<Attribution, 'variant' | 'phase' | 'dimensionValues'>,
  at: number,
): void {
  const before = unit.exposures[variant];
  unit.exposures[variant] = before ? [Math.min(before[0], phase), Math.min(before[1], at)] : [phase, at];
  keepDimensions(unit, { at, values: dimensionValues });
  const { bucket, run } = occurrenceOf(tracked, at);
  if (run === 0 || run !== tracked.currentRun) return;
  enterRun(unit, run);
  keepLatest(unit, EXPOSED, variant, bucket);
}

/** Counts an event whose decision id names its variant. */
export function observeDecided(target: Target, event: CountedEvent, variant: string, phase: number): void {
  const { tracked, unit } = target;
  unit.decidedPhase = Math.min(unit.decidedPhase ?? phase, phase);
  const occurrence = occurrenceOf(tracked, event.at);
  noteLatest(target, ANY, variant, occurrence);
  for (const observed of observedIn(tracked, event)) {
    const { use, amounts } = observed;
    if (amounts) {
      addSums((unit.decided[variant] ??= emptyRecord()), use.metric, ...amounts);
      if (countsInRun(target, use, occurrence)) {
        addSums((unit.inRun.decided[variant] ??= emptyRecord()), use.metric, ...amounts);
      }
    }
    convert(unit, observed, occurrence);
    countIn(target, observed, variant, occurrence);
  }
}

/** Counts an event without decision id in each variant that its unit was exposed to, once in the pooled total. */
export function observeLoose(target: Target, event: CountedEvent, variants: readonly string[]): void {
  const { tracked, unit } = target;
  const occurrence = occurrenceOf(tracked, event.at);
  for (const observed of observedIn(tracked, event)) {
    const { use, amounts } = observed;
    if (amounts) {
      addSums(unit.loose, use.metric, ...amounts);
      if (countsInRun(target, use, occurrence)) addSums(unit.inRun.loose, use.metric, ...amounts);
    }
    convert(unit, observed, occurrence);
  }
  spread(target, event, variants, variants.length - 1);
}

/**
 * Counts an event that was taken before in more variants, because its unit turned out to be exposed to them, too. The
 * pooled total has the event already, so each addition is subtracted from that.
 */
export function spreadLoose(target: Target, event: CountedEvent, newVariants: readonly string[]): void {
  spread(target, event, newVariants, newVariants.length);
}

function spread(target: Target, event: CountedEvent, variants: readonly string[], excess: number): void {
  const { tracked } = target;
  const occurrence = occurrenceOf(tracked, event.at);
  for (const variant of variants) noteLatest(target, ANY, variant, occurrence);
  for (const observed of observedIn(tracked, event)) {
    for (const variant of variants) countIn(target, observed, variant, occurrence);
    for (let n = 0; n < excess; n += 1) addEvent(target, observed, POOLED, occurrence, -1);
  }
}

/** What an event adds to one metric. */
interface Observed {
  readonly use: Use;
  readonly taken: Taken;
  readonly amounts: readonly [Amount, Amount] | undefined;
}

/** The metrics that take the event. */
function* observedIn({ uses }: Tracked, event: CountedEvent): Iterable<Observed> {
  for (const use of uses.get(event.type) ?? []) {
    const taken = takenOf(use, event.properties);
    if (taken) yield { use, taken, amounts: amountsOf(use, taken) };
  }
}

/** Counts one event of one metric in one variant: in the time buckets, and in the histograms of latest buckets. */
function countIn(target: Target, observed: Observed, variant: string, occurrence: Occurrence): void {
  addEvent(target, observed, variant, occurrence, 1);
  const { use, taken } = observed;
  if (use.kind === 'quantile') return;
  if (taken.x !== null) noteLatest(target, numeratorOf(use.metric), variant, occurrence);
  if (taken.y !== null) noteLatest(target, denominatorOf(use.metric), variant, occurrence);
}

function addEvent(
  { tracked, deltas }: Target,
  { use, taken, amounts }: Observed,
  variant: string,
  { bucket, run, at }: Occurrence,
  sign: 1 | -1,
): void {
  if (amounts) deltas.buckets.add([tracked.id, run, use.metric, variant, bucket], amounts, sign);
  if (use.kind !== 'quantile' || taken.x === null) return;
  const bin = binOf(Number(taken.x));
  deltas.sketches.add([tracked.id, use.metric, variant, phaseAt(tracked.phases, at), bin], [1], sign);
  deltas.bucketSketches.add([tracked.id, run, use.metric, variant, bucket, bin], [1], sign);
}

function noteLatest({ tracked, unit }: Target, measure: string, variant: string, { bucket, run }: Occurrence): void {
  if (run === 0 || run !== tracked.currentRun) return;
  enterRun(unit, run);
  keepLatest(unit, measure, variant, bucket);
}

function convert(unit: UnitState, { use }: Observed, { bucket }: Occurrence): void {
  if (use.kind === 'conversion') keepMin(unit.converted, use.metric, bucket);
}

/** True if the event is of the current run, which the unit enters, and its metric compares arms there. */
function countsInRun({ tracked, unit }: Target, use: Use, { run }: Occurrence): boolean {
  if (run === 0 || run !== tracked.currentRun || !tracked.compared.has(use.metric)) return false;
  enterRun(unit, run);
  return true;
}
