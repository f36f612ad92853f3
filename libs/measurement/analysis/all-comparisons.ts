import { attachedOf, type Experiment } from '../../experiments/index.js';
import { own } from '../../primitives/own.js';
import { pairsOf, plainStrata } from '../aggregation/compared-sums.js';
import type { ExperimentEvidence } from '../aggregation/evidence.js';
import type { Metric } from '../../metrics/index.js';
import { compareStrata, heterogeneity, isComputable, type Effect } from '../../statistics/index.js';
import { comparedBy, type Compared } from './comparison.js';
import { withAdjustedP } from './many.js';
import { armsOfRows, type MetricRow, type RowsByMetric } from './metric-rows.js';
import type { Question } from './question.js';

/** A comparison with its p-value adjusted for all that stand beside it. */
export type Comparison = Compared & { readonly adjustedP: number | null };

/** What the comparisons of an experiment are made from. */
export interface Measured {
  readonly experiment: Experiment;
  readonly metrics: readonly Metric[];
  readonly moments: RowsByMetric;
  readonly covariates: RowsByMetric;
  /** As of the planned end; null before it. */
  readonly atEnd: RowsByMetric | null;
  readonly evidence: ExperimentEvidence;
}

const NO_ROWS: readonly MetricRow[] = [];

/** Every metric of the experiment times every treatment. */
export function allComparisons(measured: Measured, question: Question): Comparison[] {
  return withAdjustedP(comparedOf(measured, question));
}

function comparedOf(measured: Measured, question: Question): Compared[] {
  const { experiment, metrics, moments, covariates, atEnd, evidence } = measured;
  return attachedOf(experiment).flatMap((attached) => {
    const { metric: key } = attached;
    const known = own(evidence.metrics, key) ?? {};
    const rows = {
      moments: moments.get(key) ?? NO_ROWS,
      covariates: covariates.get(key) ?? NO_ROWS,
      atEnd: atEnd && (atEnd.get(key) ?? NO_ROWS),
    };
    const metric = metrics.find((each) => each.key === key);
    return comparedBy(attached, metric, rows, (treatment) => own(known, treatment), question);
  });
}

/** One value of a dimension. */
export interface Slice {
  /** Null: every other value. */
  readonly value: string | null;
  readonly moments: RowsByMetric;
}

export interface SliceComparisons {
  readonly value: string | null;
  readonly subjects: number;
  readonly comparisons: readonly Comparison[];
}

/** The comparisons within each value. P-values are adjusted over all values, because all are looked at. */
export function sliceComparisons(measured: Measured, slices: readonly Slice[], question: Question): SliceComparisons[] {
  const sliced: Question = { ...question, part: 'slice' };
  const tested = slices.flatMap(({ moments }, slice) =>
    comparedOf({ ...measured, moments, atEnd: null }, sliced).map((each) => ({ ...each, slice })),
  );
  const adjusted = withAdjustedP(tested);
  return slices.map(({ value, moments }, index) => ({
    value,
    subjects: subjectsOf(moments),
    comparisons: adjusted.filter(({ slice }) => slice === index).map(({ slice: _, ...comparison }) => comparison),
  }));
}

/** Every metric over subjects counts each exposed subject; one that was attached late may lack some. */
function subjectsOf(moments: RowsByMetric): number {
  const totals = [...moments.values()].map((rows) => rows.reduce((sum, { sums }) => sum + Number(sums[0]), 0));
  return Math.max(0, ...totals);
}

/** Whether the relative effect of a treatment differs between the values of a dimension. */
export interface SliceHeterogeneity {
  readonly metric: string;
  readonly variant: string;
  /** Cochran's Q with its degrees of freedom and p-value; null with fewer than two values that can be compared. */
  readonly q: number | null;
  readonly df: number | null;
  readonly p: number | null;
}

export function sliceHeterogeneity(
  { experiment, metrics }: Measured,
  slices: readonly Slice[],
  { control, treatments }: Question,
): SliceHeterogeneity[] {
  return attachedOf(experiment).flatMap(({ metric: key }) => {
    const metric = metrics.find((each) => each.key === key);
    if (!metric || metric.rule.kind === 'quantile') return [];
    const arms = slices.map(({ moments }) => armsOfRows(moments.get(key) ?? NO_ROWS, metric));
    return treatments.map(({ key: variant }) => {
      const effects = arms.flatMap((each): Effect[] => {
        const strata = plainStrata(pairsOf(each, control.key, variant));
        const effect = isComputable(strata) ? compareStrata(strata, 'relative') : strata;
        return isComputable(effect) ? [effect] : [];
      });
      const found = heterogeneity(effects);
      return { metric: key, variant, q: found?.q ?? null, df: found?.df ?? null, p: found?.pValue ?? null };
    });
  });
}
