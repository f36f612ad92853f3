import type { Direction } from '../../metrics/index.js';
import {
  alwaysValidP,
  compareStrata,
  credibleInterval,
  fixedInterval,
  fixedP,
  isComputable,
  posterior,
  sumClock,
  alwaysValidInterval,
  alwaysValidRelativeInterval,
  twoSidedLogE,
  type Computed,
  type Effect,
  type Interval,
  type NotComputableReason,
  type Pair,
  type Risk,
} from '../../statistics/index.js';

export const METHODS = ['sequential', 'fixed', 'bayesian'] as const;
/** How intervals and p-values are made. Only sequential ones hold however often they are looked at. */
export type Method = (typeof METHODS)[number];

/** Reasons beside those of the statistics. */
const OWN_REASONS = [
  /** Too few subjects for an always-valid interval, or no look has seen them yet. */
  'burn_in',
  /** Control's mean may be 0, so that no relative effect is excluded. */
  'unbounded_interval',
  /** A quantile is no mean over subjects. */
  'quantile',
  /** No metric of that key is defined. */
  'not_defined',
] as const;

const NOT_COMPUTABLE = [
  'no_subjects',
  'one_subject',
  'no_variance',
  'control_mean_zero',
  'denominator_zero',
  'impossible_sums',
  'collapsed_bounds',
  'too_few_events',
] as const satisfies readonly NotComputableReason[];

export const REASONS = [...OWN_REASONS, ...NOT_COMPUTABLE] as const;

/** Why a comparison lacks numbers. */
export type Reason = NotComputableReason | (typeof OWN_REASONS)[number];

/** An effect with its interval. Null: not computable. */
export interface Estimated {
  readonly effect: number | null;
  readonly se: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
}

export const NOT_ESTIMATED: Estimated = { effect: null, se: null, lower: null, upper: null };

/** What inference needs beside the arms. */
export interface Means {
  readonly method: Method;
  readonly alpha: number;
  /** The frozen variance of the mixture; null before burn-in. */
  readonly rho: number | null;
  /** The log e-value at which the evidence on a metric begins that was attached late. */
  readonly offset: number;
  readonly direction: Direction;
}

/** What is known of an effect. */
export interface Inference {
  readonly absolute: Estimated;
  readonly relative: Estimated;
  readonly p: number | null;
  /** Bayesian only: the chance that treatment is better, and the expected relative loss of either choice. */
  readonly chanceToWin?: number | null;
  readonly risk?: Risk | null;
  /** Null if all numbers are there. */
  readonly reason: Reason | null;
}

/** Compares treatment with control over strata, by one method. */
export function inferenceOf(strata: readonly Pair[], means: Means): Inference {
  const absolute = compareStrata(strata, 'absolute');
  if (!isComputable(absolute)) return notInferred(absolute.notComputable);
  const relative = compareStrata(strata, 'relative');
  const reason = isComputable(relative) ? null : relative.notComputable;
  switch (means.method) {
    case 'sequential':
      return sequential(strata, absolute, relative, reason, means);
    case 'fixed': {
      const interval = (effect: Effect): Interval => fixedInterval(effect, means.alpha);
      return { ...bothWith(interval, absolute, relative), p: finite(fixedP(absolute)), reason };
    }
    case 'bayesian':
      return bayesian(absolute, relative, reason, means);
  }
}

export const notInferred = (reason: Reason): Inference => {
  return { absolute: NOT_ESTIMATED, relative: NOT_ESTIMATED, p: null, reason };
};

/** The interval of the relative effect excludes 0 exactly if that of the absolute one does. */
function sequential(
  strata: readonly Pair[],
  absolute: Effect,
  relative: Computed<Effect>,
  reason: Reason | null,
  { alpha, rho, offset }: Means,
): Inference {
  if (rho === null) return { ...bothWith(() => null, absolute, relative), p: null, reason: 'burn_in' };
  const logE = twoSidedLogE(absolute.estimate / absolute.se, sumClock(absolute) / rho) - offset;
  const interval = isComputable(relative) ? alwaysValidRelativeInterval(strata, rho, alpha) : null;
  return {
    absolute: estimated(absolute, alwaysValidInterval(absolute, rho, alpha)),
    relative: isComputable(relative) ? estimated(relative, interval) : NOT_ESTIMATED,
    p: finite(alwaysValidP(logE)),
    reason: reason ?? (interval === null ? 'unbounded_interval' : null),
  };
}

/** With a flat prior, so that the posterior's mean is the effect that is shown. */
function bayesian(
  absolute: Effect,
  relative: Computed<Effect>,
  reason: Reason | null,
  { alpha, direction }: Means,
): Inference {
  const interval = (effect: Effect): Interval => credibleInterval(posterior(effect, null), alpha);
  const both = bothWith(interval, absolute, relative);
  if (!isComputable(relative)) return { ...both, p: null, chanceToWin: null, risk: null, reason };
  // The relative effect has the same sign, but its normal approximation is the poorer one.
  const { chanceToWin } = posterior(absolute, null);
  const { risk } = posterior(relative, null);
  const isHigherBetter = direction === 'higher_is_better';
  return {
    ...both,
    p: null,
    chanceToWin: isHigherBetter ? chanceToWin : 1 - chanceToWin,
    risk: isHigherBetter ? risk : { control: risk.treatment, treatment: risk.control },
    reason,
  };
}

function bothWith(
  interval: (effect: Effect) => Interval | null,
  absolute: Effect,
  relative: Computed<Effect>,
): Pick<Inference, 'absolute' | 'relative'> {
  return {
    absolute: estimated(absolute, interval(absolute)),
    relative: isComputable(relative) ? estimated(relative, interval(relative)) : NOT_ESTIMATED,
  };
}

function estimated({ estimate, se }: Effect, interval: Interval | null): Estimated {
  const [lower, upper] = interval?.map(finite) ?? [];
  return { effect: finite(estimate), se: finite(se), lower: lower ?? null, upper: upper ?? null };
}

/** JSON has no NaN and no infinity. */
export const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);
