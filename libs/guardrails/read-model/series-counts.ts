import { setImmediate as nextTurn } from 'node:timers/promises';
import { Big } from 'big.js';
import type { ThresholdGuardrail } from '../../experiments/index.js';
import { ANY, denominatorOf, EXPOSED, numeratorOf } from '../../measurement/index.js';
import type { Reader } from '../../measurement/read-model/index.js';
import type { Metric } from '../../metrics/index.js';
import { groupedBy } from '../../primitives/grouped.js';
import type { ArmCounts } from '../judge.js';
import type { Instant } from '../series/instants.js';
import { RunningSums } from '../series/pieces.js';
import { readBinSums, readEventSums, readFirstSubjects, readLatestSubjects, type PiecesAsked } from './series-rows.js';
import { SlidingBins } from './sliding-bins.js';
import { isByEvents, measuresOf } from './threshold-counts.js';

/** So many instants are counted in one turn of the event loop. */
const IN_TURN = 20;

/** The subjects of a measure in the window of an instant. */
type Subjects = (variant: string, instant: Instant) => number;

const NO_SUBJECTS: Subjects = () => 0;
const NUMBERS = { zero: 0, plus: (a: number, b: number) => a + b, minus: (a: number, b: number) => a - b };
const BIGS = { zero: new Big(0), plus: (a: Big, b: Big) => a.plus(b), minus: (a: Big, b: Big) => a.minus(b) };

/**
 * The counts that a guardrail is judged by at each instant, per arm; the POOLED entry corrects their sum to the total.
 * Sums of events are exact. Subjects are estimated (`readSubjects`).
 */
export async function* countsAt(
  reader: Reader,
  asked: PiecesAsked,
  instants: readonly Instant[],
  guardrail: ThresholdGuardrail,
  metric: Metric,
): AsyncGenerator<{ readonly instant: Instant; readonly arms: readonly ArmCounts[] }> {
  const [inNumerator, inDenominator] = measuresOf(guardrail, metric);
  const events = isByEvents(guardrail, metric) ? await readEvents(reader, asked, metric.key) : undefined;
  const numerators = await readSubjects(reader, asked, inNumerator, metric);
  const denominators = await readSubjects(reader, asked, inDenominator, metric);
  // Without a least sample nobody asks how many there were.
  const exposed = await readSubjects(reader, asked, guardrail.minSample > 0 ? EXPOSED : null, metric);
  const isQuantile = metric.rule.kind === 'quantile';
  const bins = isQuantile ? new SlidingBins(asked, await readBinSums(reader, asked, metric.key)) : undefined;
  for (const [index, instant] of instants.entries()) {
    const { run, since, until } = instant;
    bins?.moveTo(instant);
    const arms = asked.variants.map((variant): ArmCounts => {
      const [numerator, denominator] = events?.get(variant)?.map((sums) => sums.between(run, since, until)) ?? [];
      return {
        variant,
        numerator: (numerator ?? BIGS.zero).plus(numerators(variant, instant)).toFixed(),
        denominator: (denominator ?? BIGS.zero).plus(denominators(variant, instant)).toFixed(),
        exposed: String(exposed(variant, instant)),
        ...(bins && { bins: bins.of(variant) }),
      };
    });
    yield { instant, arms };
    if (index % IN_TURN === IN_TURN - 1) await nextTurn();
  }
}

/** Running sums of numerator and denominator by arm. */
async function readEvents(
  reader: Reader,
  asked: PiecesAsked,
  metric: string,
): Promise<ReadonlyMap<string, readonly RunningSums<Big>[]>> {
  const rows = groupedBy(await readEventSums(reader, asked, metric), ({ variant }) => variant);
  return new Map(
    [...rows].map(([variant, own]) => {
      const byPlace = new Map(own.map(({ place, sum }) => [place, sum.map((each) => new Big(each))]));
      const sums = [0, 1].map((side) => new RunningSums(asked.pieces, (place) => byPlace.get(place)?.[side], BIGS));
      return [variant, sums] as const;
    }),
  );
}

/**
 * Estimates the subjects of a measure in past windows. What is kept of a subject is the time of its latest event in the
 * run, and of its first exposure or conversion. A subject counts from the first to the latest: too many where it paused
 * within a window's length. Of a measure without first times, a subject counts at its latest event alone. At the end of
 * a run both are exact.
 */
async function readSubjects(
  reader: Reader,
  asked: PiecesAsked,
  measure: string | null,
  metric: Metric,
): Promise<Subjects> {
  if (measure === null) return NO_SUBJECTS;
  const latest = sumsByArm(asked, await readLatestSubjects(reader, asked, measure));
  const firstOf = firstTimesOf(measure, metric);
  if (firstOf === null) return (variant, { run, since, until }) => latest(variant)?.between(run, since, until) ?? 0;
  const firsts = sumsByArm(asked, await readFirstSubjects(reader, asked, firstOf));
  return (variant, { run, since, until }) => {
    const seenSince = latest(variant)?.from(run, since) ?? 0;
    const notYet = firsts(variant)?.from(run, until) ?? 0;
    // The correction of the total is below zero, and has no first times.
    return notYet === 0 ? seenSince : Math.max(0, seenSince - notYet);
  };
}

/** The measure of first times that stands for this one; null if there is none. */
function firstTimesOf(measure: string, { key, rule }: Metric): string | null {
  if (measure === EXPOSED || measure === ANY || measure === denominatorOf(key)) return EXPOSED;
  return rule.kind === 'conversion' && measure === numeratorOf(key) ? key : null;
}

function sumsByArm(
  { pieces }: PiecesAsked,
  rows: readonly { readonly place: number; readonly variant: string; readonly sum: number }[],
): (variant: string) => RunningSums<number> | undefined {
  const sums = new Map(
    [...groupedBy(rows, ({ variant }) => variant)].map(([variant, own]) => {
      const byPlace = new Map(own.map(({ place, sum }) => [place, sum]));
      return [variant, new RunningSums(pieces, (place) => byPlace.get(place), NUMBERS)] as const;
    }),
  );
  return (variant) => sums.get(variant);
}
