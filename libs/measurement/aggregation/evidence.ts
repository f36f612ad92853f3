import { own } from '../../primitives/own.js';
import {
  beyondMargin,
  compareStrata,
  isComputable,
  LEAST_SUBJECTS,
  look,
  lookAtFailures,
  lookAtMargin,
  NO_EVIDENCE,
  NO_MARGIN_EVIDENCE,
  pastBurnIn,
  raised,
  UNPLANNED_FAILURES,
  type EProcess,
  type MarginEvidence,
  type Pair,
} from '../../statistics/index.js';
import {
  armsOfAll,
  armsOfRun,
  type ArmsOf,
  comparedStrata,
  pairsOf,
  totalOf,
  type ArmTotal,
  type PhasePair,
} from './compared-sums.js';
import { armOver, crossingAt, type Crossing } from './crossing.js';
import type { ComparedMetric, Comparisons, WeightedArm } from './comparisons.js';
import { withoutClients, type ExperimentSums } from './sums-book.js';

/** The evidence on a margin: `violated` and `safe`. */
export interface MarginState extends MarginEvidence {
  readonly share: number;
  /** Whether control's mean is below 0, where a share of it points the other way. Told with the test. */
  readonly isNegative: boolean;
  /** Rare conversions are compared by first failures; null until 100 subjects of each arm tell. */
  readonly test: 'failures' | 'normal' | null;
  readonly plannedFailures: number;
  /** Number of comparisons that share alpha. */
  readonly comparisons: number;
  readonly isLate: boolean;
  readonly crossed: Crossing | null;
}

/** The evidence on one metric of one treatment against control. Plain JSON. */
export interface ComparisonEvidence {
  /** Two-sided, against 'no effect'. */
  readonly effect: EProcess;
  readonly isLate: boolean;
  readonly margin: MarginState | null;
}

/** By metric or guardrail, then by treatment. */
type ByArm = Readonly<Record<string, Readonly<Record<string, ComparisonEvidence>>>>;

/** The evidence on an experiment, moved by looks at places that the log defines. */
export interface ExperimentEvidence {
  readonly metrics: ByArm;
  /** The run that the guardrails compare; 0 before the first look. */
  readonly run: number;
  readonly guardrails: ByArm;
}

export const NOTHING_SEEN: ExperimentEvidence = { metrics: {}, run: 0, guardrails: {} };

/** What a look sees of an experiment. */
export interface Sight {
  readonly comparisons: Comparisons;
  readonly run: number;
  readonly sums: ExperimentSums;
  /** Of the barrier in the log; the sums are of all that stands before it. */
  readonly position: string;
}

/** The evidence after one more look. */
export function lookAt(before: ExperimentEvidence, sight: Sight): ExperimentEvidence {
  const { comparisons, run, sums } = sight;
  const [first, firstOfRun] = [before.run === 0, before.run !== run];
  const inRun = firstOfRun ? {} : before.guardrails;
  const arms = armsOfAll(sums);
  const ofServers = withoutClients(sums);
  const all = armsOfRun(sums, run);
  const armsInRun = { all, server: ofServers === sums ? all : armsOfRun(ofServers, run) };
  return {
    metrics: moved(before.metrics, comparisons.metrics, first, sight, () => arms),
    run,
    guardrails: moved(inRun, comparisons.guardrails, firstOfRun, sight, ({ sources }) => armsInRun[sources]),
  };
}

function moved(
  before: ByArm,
  compared: readonly ComparedMetric[],
  isFirst: boolean,
  sight: Sight,
  armsFor: (compared: ComparedMetric) => ArmsOf,
): ByArm {
  const { control, treatments } = sight.comparisons;
  const margins = compared.filter(({ margin }) => margin !== null).length * treatments.length;
  const entries = compared.map((each) => {
    const arms = armsFor(each)(each.metric.key, each.metric.rule.kind);
    const known = own(before, each.key) ?? {};
    const ofArms = treatments.map((treatment) => {
      const state = declared(own(known, treatment.key), each, margins, !isFirst);
      return [treatment.key, lookAtPairs(state, pairsOf(arms, control.key, treatment.key), each, treatment, sight)];
    });
    return [each.key, Object.fromEntries(ofArms) as ByArm[string]];
  });
  return Object.fromEntries(entries) as ByArm;
}

/** The state of a comparison: a margin that is new or another one begins without evidence. */
export function declared(
  state: ComparisonEvidence | undefined,
  { margin: share }: ComparedMetric,
  comparisons: number,
  isLate: boolean,
): ComparisonEvidence {
  const known = state ?? { effect: NO_EVIDENCE, isLate, margin: null };
  if (share === null) return { ...known, margin: null };
  if (known.margin?.share === share) return known;
  const beginning = {
    test: null,
    isNegative: false,
    plannedFailures: UNPLANNED_FAILURES,
    crossed: null,
    ...NO_MARGIN_EVIDENCE,
  };
  return { ...known, margin: { share, comparisons, isLate, ...beginning } };
}

/** The evidence on this margin; undefined if there is none, as after the margin was changed. @param margin a decimal */
export function evidenceOnMargin(evidence: ComparisonEvidence | undefined, margin: string): MarginState | undefined {
  const state = evidence?.margin;
  return state?.share === Number(margin) ? state : undefined;
}

/** The evidence on one treatment after one more look at its sums. */
export function lookAtPairs(
  state: ComparisonEvidence,
  pairs: readonly PhasePair[],
  compared: ComparedMetric,
  treatment: WeightedArm,
  { comparisons, position }: Pick<Sight, 'comparisons' | 'position'>,
): ComparisonEvidence {
  const { kind } = compared.metric.rule;
  const strata = comparedStrata(pairs, kind, comparisons.control, treatment);
  if (!isComputable(strata)) return state;
  const plain = compareStrata(strata, 'absolute');
  if (!isComputable(plain)) return state;
  const { alpha, plannedSubjects } = comparisons;
  const isBounded = kind === 'conversion';
  const [a, b] = [totalOf(pairs, 'a'), totalOf(pairs, 'b')];
  const moment = { pastBurnIn: pastBurnIn(a, b, isBounded ? 'bounded' : 'unbounded'), position };
  const tuning = { alpha, plannedSubjects };
  const seen = { ...moment, effect: plain, isLate: state.isLate };
  const effect = look(state.effect, seen, { ...tuning, sides: 'two_sided' });
  if (state.margin === null) return { ...state, effect };
  const chosen = withTest(state.margin, strata, a, b, isBounded, plannedSubjects);
  const margin =
    chosen.test === 'failures'
      ? lookAtFirstFailures(chosen, pairs, compared, comparisons.control, treatment, { alpha, position })
      : lookAtMeans(chosen, strata, compared, moment, tuning);
  return { ...state, effect, margin: crossing(margin, effect, strata, alpha, position) };
}

/** Conversions below this rate are compared by first failures, where the normal approximation is poor. */
const RARE = 0.1;

function withTest(
  margin: MarginState,
  strata: readonly Pair[],
  a: ArmTotal,
  b: ArmTotal,
  isBounded: boolean,
  plannedSubjects: number,
): MarginState {
  if (margin.test !== null || Math.min(a.n, b.n) < LEAST_SUBJECTS) return margin;
  const rate = (a.nonZero + b.nonZero) / (a.n + b.n);
  if (!isBounded || rate >= RARE) return { ...margin, test: 'normal', isNegative: armOver(strata, 'a').value < 0 };
  const planned = Math.max(1, Math.round(rate * plannedSubjects));
  return { ...margin, test: 'failures', plannedFailures: planned };
}

function lookAtMeans(
  margin: MarginState,
  strata: readonly Pair[],
  { metric }: ComparedMetric,
  moment: { readonly pastBurnIn: boolean; readonly position: string },
  tuning: { readonly alpha: number; readonly plannedSubjects: number },
): MarginState {
  if (margin.test === null) return margin;
  const worse = metric.direction === 'lower_is_better' ? 'higher' : 'lower';
  const beyond = beyondMargin(strata, { share: margin.isNegative ? -margin.share : margin.share, worse });
  if (!isComputable(beyond)) return margin;
  return { ...margin, ...lookAtMargin(margin, beyond, { ...moment, isLate: margin.isLate }, tuning) };
}

/**
 * If more conversions are better, the margin is violated by too few of them. A phase in which an arm was disabled has
 * none of its subjects, so failures of the other arm there say nothing.
 */
function lookAtFirstFailures(
  margin: MarginState,
  pairs: readonly PhasePair[],
  { metric }: ComparedMetric,
  control: WeightedArm,
  treatment: WeightedArm,
  { alpha, position }: { readonly alpha: number; readonly position: string },
): MarginState {
  if (control.weight === 0 || treatment.weight === 0) return margin;
  const weights = { weightA: control.weight, weightB: treatment.weight };
  const phases = pairs.flatMap(({ a, b }) => (a && b ? [{ a: a.nonZero, b: b.nonZero, ...weights }] : []));
  const { share, plannedFailures, isLate } = margin;
  const isFewerBetter = metric.direction === 'lower_is_better';
  const before = isFewerBetter ? margin : { violated: margin.safe, safe: margin.violated };
  const tuning = { alpha, plannedFailures };
  const after = lookAtFailures(before, phases, isFewerBetter ? share : -share, tuning, { position, isLate });
  return {
    ...margin,
    violated: isFewerBetter ? after.violated : after.safe,
    safe: isFewerBetter ? after.safe : after.violated,
  };
}

/** Keeps the look at which the margin was first violated. */
function crossing(
  margin: MarginState,
  effect: EProcess,
  strata: readonly Pair[],
  alpha: number,
  position: string,
): MarginState {
  if (margin.crossed !== null || !raised(margin.violated, alpha, margin.comparisons)) return margin;
  return { ...margin, crossed: crossingAt(position, margin.violated.maxLogE, strata, effect, alpha) };
}
