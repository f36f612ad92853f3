import { attachedOf, comparisonsIn, isOver, type Experiment } from '../../experiments/index.js';
import { own } from '../../primitives/own.js';
import { pairsOf, plainStrata, type PhasePair } from '../aggregation/compared-sums.js';
import type { Comparisons, WeightedArm } from '../aggregation/comparisons.js';
import type { ExperimentEvidence } from '../aggregation/evidence.js';
import { isComputable, type Computed, type Interval, type MarginFacts, type Pair } from '../../statistics/index.js';
import { problemsOf, type HealthCheck } from '../health/checks.js';
import type { Measured } from './all-comparisons.js';
import { meansOf } from './comparison.js';
import { inferenceOf, type Estimated, type Means } from './inference.js';
import { marginOf } from './judged-margin.js';
import { NO_MOMENTS, type MomentsByMetric } from './metric-rows.js';
import { wholeTenths, type Progress, type RateUnknown } from './progress.js';
import { questionOf } from './question.js';
import { strataFor } from './strata.js';
import { overallVerdict, type ArmFacts, type OverallVerdict } from './verdicts.js';

/** The experiment's plan, and how far it is. */
export interface PlanReport {
  readonly mde: string;
  readonly power: string;
  readonly alpha: string;
  readonly subjects: number | null;
  readonly days: number | null;
  readonly reachedSubjects: number;
  readonly reachedDays: number;
  readonly reached: boolean;
  readonly daysLeft: number | null;
  /** Beside days left that are null. */
  readonly daysLeftReason?: RateUnknown;
  readonly perDay: number | null;
  /** Beside a rate that is null. */
  readonly perDayReason?: RateUnknown;
}

/** Null without a plan. */
export function planReport({ planned }: Experiment, progress: Progress): PlanReport | null {
  if (!planned) return null;
  const { mde, power, alpha } = planned;
  const { subjects: reachedSubjects, days, reached, daysLeft, rate } = progress;
  const { perDayReason } = rate;
  const reachedDays = wholeTenths(days);
  return {
    ...{ mde, power, alpha, ...progress.planned, reachedSubjects, reachedDays, reached, daysLeft },
    ...(daysLeft === null && perDayReason && { daysLeftReason: perDayReason }),
    ...rate,
  };
}

/** The verdict on the whole experiment, whatever part of it a reader asks for. */
export function verdictOn(
  measured: Measured,
  comparisons: Comparisons,
  health: readonly HealthCheck[],
  progress: Progress,
): OverallVerdict {
  return overallOf(judgedArms(measured.experiment, comparisons), measured, comparisons, health, progress);
}

function overallOf(
  treatments: readonly WeightedArm[],
  measured: Measured,
  comparisons: Comparisons,
  health: readonly HealthCheck[],
  progress: Progress,
): OverallVerdict {
  const { experiment, metrics } = measured;
  const primary = metrics.find(({ key }) => key === experiment.primaryMetric);
  return overallVerdict(
    treatments.map((treatment) => armFacts(treatment, measured, comparisons, progress)),
    {
      problems: problemsOf(health),
      declaresPrimary: experiment.primaryMetric !== null,
      direction: primary?.direction ?? 'higher_is_better',
      plannedMde: experiment.planned ? Number(experiment.planned.mde) : null,
      plan: { reached: progress.reached, over: isOver(experiment), daysLeft: progress.daysLeft },
    },
  );
}

/** The verdicts on the treatments that the overall one leaves out: somebody may roll them out all the same. */
export function verdictsOnOthers(
  measured: Measured,
  comparisons: Comparisons,
  health: readonly HealthCheck[],
  progress: Progress,
): OverallVerdict['arms'] {
  const judged = judgedArms(measured.experiment, comparisons);
  const others = comparisons.treatments.filter((treatment) => !judged.includes(treatment));
  return overallOf(others, measured, comparisons, health, progress).arms;
}

/** The treatments that may still be shipped; if all are disabled, all. */
function judgedArms({ disabledArms }: Experiment, { treatments }: Comparisons): readonly WeightedArm[] {
  const enabled = treatments.filter(({ key }) => !disabledArms.includes(key));
  return enabled.length > 0 ? enabled : treatments;
}

function armFacts(treatment: WeightedArm, measured: Measured, comparisons: Comparisons, progress: Progress): ArmFacts {
  const { key: variant } = treatment;
  const { control } = comparisons;
  const { experiment, moments, atEnd, evidence } = measured;
  const margins = marginsOf(variant, measured, comparisons);
  const { primaryMetric: key } = experiment;
  const metric = measured.metrics.find((each) => each.key === key);
  if (key === null || !metric || metric.rule.kind === 'quantile') {
    return { variant, alwaysValid: null, fixed90: null, margins };
  }
  const pairsIn = (of: MomentsByMetric): PhasePair[] =>
    pairsOf((of.get(key) ?? NO_MOMENTS).arms(metric), control.key, variant);
  const pairs = pairsIn(moments);
  const question = questionOf(experiment, comparisons, 'sequential', 'whole', progress);
  const means = meansOf(metric, pairs, own(own(evidence.metrics, key) ?? {}, variant), question);
  // Several treatments have several chances to look better, so they share the level.
  const alpha = comparisons.alpha / Math.max(1, comparisons.treatments.length);
  const alwaysValid = intervalOf(strataFor('sequential', pairs, metric.rule.kind, control, treatment), {
    ...means,
    alpha,
  });
  const fixed90 =
    atEnd && intervalOf(plainStrata(pairsIn(atEnd)), { ...means, method: 'fixed', alpha: EQUIVALENCE_ALPHA });
  return { variant, alwaysValid, fixed90, margins };
}

/**
 * The margins of metrics, and those of guardrails that are violated: the same test in the current run. Nobody has to wait
 * until a guardrail is safe.
 */
function marginsOf(variant: string, { experiment, evidence }: Measured, { alpha }: Comparisons): MarginFacts[] {
  const verdictIn = (of: ExperimentEvidence['metrics'], key: string, margin: string | null) =>
    marginOf(margin, own(own(of, key) ?? {}, variant), alpha)?.verdict;
  const ofMetrics = attachedOf(experiment).flatMap(({ metric, margin }): MarginFacts[] => {
    const verdict = verdictIn(evidence.metrics, metric, margin);
    return verdict ? [{ metric, verdict }] : [];
  });
  const ofGuardrails = comparisonsIn(experiment.guardrails).flatMap(
    ({ key: guardrail, metric, margin }): MarginFacts[] => {
      const verdict = verdictIn(evidence.guardrails, guardrail, margin);
      return verdict === 'violated' ? [{ metric, guardrail, verdict }] : [];
    },
  );
  return [...ofMetrics, ...ofGuardrails];
}

/** Two one-sided tests of 5% each: 'no effect' is an effect smaller than the planned one, either way. */
const EQUIVALENCE_ALPHA = 0.1;

/** Of the relative effect; of the absolute one, whose sign is the same, if control has nothing to compare with. */
function intervalOf(strata: Computed<readonly Pair[]>, means: Means): Interval | null {
  if (!isComputable(strata)) return null;
  const { absolute, relative } = inferenceOf(strata, means);
  return boundsOf(relative) ?? (means.method === 'sequential' ? boundsOf(absolute) : null);
}

const boundsOf = ({ lower, upper }: Estimated): Interval | null =>
  lower === null || upper === null ? null : [lower, upper];
