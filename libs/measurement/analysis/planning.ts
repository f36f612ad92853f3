import type { Metric } from '../../metrics/index.js';
import {
  alwaysValidSampleSize,
  conversionVariances,
  sampleSize,
  type SampleSize,
  type TestAim,
  type Variances,
} from '../../statistics/index.js';

/** What control is expected to be, per subject. */
export interface Baseline {
  readonly mean: number;
  readonly variance: number;
}

/**
 * What a plan is to find: the effect in the direction in which the metric gets better, at a level that all treatments
 * share (Bonferroni).
 */
export interface Aim extends TestAim {
  /** Of control first and of each treatment, above 0 and of any scale. */
  readonly weights: readonly number[];
}

export const UNREACHABLE = [
  /** A relative effect needs a control mean other than 0. */
  'control_mean_zero',
  /** All subjects have the same value. */
  'no_variance',
  /** No rate is above 1 or below 0. */
  'rate_out_of_range',
  /** So many that a double does not count them. */
  'too_many_subjects',
] as const;

/** The subjects that a plan needs, or why no number of subjects is enough. */
export type Sizes =
  | {
      readonly state: 'ok';
      /** For a test that is looked at once, at the end. */
      readonly fixed: SampleSize;
      /** For one that may be looked at all the time. */
      readonly alwaysValid: SampleSize;
    }
  | { readonly state: 'unreachable'; readonly reason: (typeof UNREACHABLE)[number] };

/** The subjects that each method needs for an effect on a metric. */
export function sizesOf(metric: Pick<Metric, 'rule' | 'direction'>, { mean, variance }: Baseline, aim: Aim): Sizes {
  if (mean === 0) return { state: 'unreachable', reason: 'control_mean_zero' };
  const difference = (metric.direction === 'higher_is_better' ? 1 : -1) * aim.mde * Math.abs(mean);
  const isRate = metric.rule.kind === 'conversion';
  if (isRate && (mean + difference > 1 || mean + difference < 0)) {
    return { state: 'unreachable', reason: 'rate_out_of_range' };
  }
  const variances: Variances = isRate
    ? conversionVariances(mean, difference)
    : { control: variance, treatment: variance };
  if (variances.control + variances.treatment <= 0) return { state: 'unreachable', reason: 'no_variance' };
  const alpha = aim.alpha / Math.max(1, aim.weights.length - 1);
  const fixed = sampleSize(variances, difference, aim.weights, { alpha, power: aim.power, sides: 'two_sided' });
  const alwaysValid = alwaysValidSampleSize(fixed, alpha, aim.power);
  if (![fixed, alwaysValid].every(({ total }) => Number.isSafeInteger(total))) {
    return { state: 'unreachable', reason: 'too_many_subjects' };
  }
  return { state: 'ok', fixed, alwaysValid };
}
