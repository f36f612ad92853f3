/** Why a statistic has no value. */
export type NotComputableReason =
  /** An arm has no subject in any stratum. */
  | 'no_subjects'
  /** No stratum has two subjects in both arms. */
  | 'one_subject'
  /** All values are the same. */
  | 'no_variance'
  /** A relative effect needs a control mean other than 0. */
  | 'control_mean_zero'
  /** The denominators of a ratio add up to 0. */
  | 'denominator_zero'
  /** The sums cannot be those of real numbers. */
  | 'impossible_sums'
  /** The order statistics around a quantile have the same value. */
  | 'collapsed_bounds'
  /** The order statistics around a quantile lie outside the sample. */
  | 'too_few_events';

export interface NotComputable {
  readonly notComputable: NotComputableReason;
}

/** A statistic, or the reason why there is none. It is never NaN or infinite. */
export type Computed<T> = T | NotComputable;

export function isComputable<T>(result: Computed<T>): result is T {
  return typeof result !== 'object' || result === null || !('notComputable' in result);
}

/** Applies `next` to a result, or passes the reason on. */
export function whenComputed<T, U>(result: Computed<T>, next: (value: T) => Computed<U>): Computed<U> {
  return isComputable(result) ? next(result) : result;
}
