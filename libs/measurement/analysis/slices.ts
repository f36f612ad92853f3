import { attachedOf, type AttachedMetric } from '../../experiments/index.js';
import { compareStrata, heterogeneity, isComputable, type Effect } from '../../statistics/index.js';
import { pairsOf, plainStrata } from '../aggregation/compared-sums.js';
import { comparedIn, type Comparison, type Measured } from './all-comparisons.js';
import type { Compared } from './comparison.js';
import { withAdjustedP } from './many.js';
import type { MetricMoments } from './metric-rows.js';
import type { Question } from './question.js';

/** The moments of a metric, one for each value of the dimension. */
export type RowsOfSlices = (metric: string) => readonly MetricMoments[];

export interface SliceComparisons {
  /** Null: every other value. */
  readonly value: string | null;
  readonly subjects: number;
  readonly comparisons: readonly Comparison[];
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

/**
 * The comparisons within each value of a dimension. P-values are adjusted over all values, because all are looked at.
 * One metric after the other, so that the rows of only one are in memory: an experiment can have 100,000.
 */
export function compareSlices(
  measured: Measured,
  values: readonly (string | null)[],
  rowsOf: RowsOfSlices,
  question: Question,
): { readonly values: readonly SliceComparisons[]; readonly heterogeneity: readonly SliceHeterogeneity[] } {
  const sliced: Question = { ...question, part: 'slice' };
  const tested: (Compared & { readonly slice: number })[] = [];
  const subjects = values.map(() => 0);
  const differing: SliceHeterogeneity[] = [];
  for (const attached of attachedOf(measured.experiment)) {
    const slices = rowsOf(attached.metric);
    for (const [slice, moments] of slices.entries()) {
      // Every metric over subjects counts each exposed subject; one that was attached late may lack some.
      subjects[slice] = Math.max(subjects[slice] ?? 0, subjectsIn(moments));
      const compared = comparedIn(measured, attached, { moments, covariates: [], atEnd: null }, sliced);
      tested.push(...compared.map((each) => ({ ...each, slice })));
    }
    differing.push(...heterogeneityOf(measured, attached, slices, question));
  }
  const adjusted = withAdjustedP(tested);
  return {
    values: values.map((value, index) => ({
      value,
      subjects: subjects[index] ?? 0,
      comparisons: adjusted.filter(({ slice }) => slice === index).map(({ slice: _, ...comparison }) => comparison),
    })),
    heterogeneity: differing,
  };
}

const subjectsIn = ({ rows }: MetricMoments): number => rows.reduce((sum, { sums }) => sum + Number(sums[0]), 0);

function heterogeneityOf(
  { metrics }: Measured,
  { metric: key }: AttachedMetric,
  slices: readonly MetricMoments[],
  { control, treatments }: Question,
): SliceHeterogeneity[] {
  const metric = metrics.find((each) => each.key === key);
  if (!metric || metric.rule.kind === 'quantile') return [];
  const arms = slices.map((slice) => slice.arms(metric));
  return treatments.map(({ key: variant }) => {
    const effects = arms.flatMap((each): Effect[] => {
      const strata = plainStrata(pairsOf(each, control.key, variant));
      const effect = isComputable(strata) ? compareStrata(strata, 'relative') : strata;
      return isComputable(effect) ? [effect] : [];
    });
    const found = heterogeneity(effects);
    return { metric: key, variant, q: found?.q ?? null, df: found?.df ?? null, p: found?.pValue ?? null };
  });
}
