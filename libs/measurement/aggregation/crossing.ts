import {
  alwaysValidRelativeInterval,
  compareStrata,
  isComputable,
  type EProcess,
  type Interval,
  type Pair,
} from '../../statistics/index.js';

/** One arm when its margin was violated. */
export interface ArmThen {
  readonly subjects: number;
  readonly value: number;
}

/** The look at which a margin was violated. It never changes. */
export interface Crossing {
  /** Position in the log. */
  readonly position: string;
  readonly logE: number;
  /** Relative to control, with its always-valid interval; null while that is not computable. */
  readonly effect: number | null;
  readonly interval: Interval | null;
  readonly control: ArmThen;
  readonly treatment: ArmThen;
}

/** What is seen at that look. @param effect the two-sided evidence, whose ρ the interval takes */
export function crossingAt(
  position: string,
  logE: number,
  strata: readonly Pair[],
  { rho }: EProcess,
  alpha: number,
): Crossing {
  const relative = compareStrata(strata, 'relative');
  return {
    position,
    logE,
    effect: isComputable(relative) ? relative.estimate : null,
    interval: rho === null ? null : alwaysValidRelativeInterval(strata, rho, alpha),
    control: armOver(strata, 'a'),
    treatment: armOver(strata, 'b'),
  };
}

/** The arm over all strata, each with its own weight. */
export function armOver(strata: readonly Pair[], arm: 'a' | 'b'): ArmThen {
  const subjects = strata.reduce((sum, { [arm]: { n } }) => sum + n, 0);
  const all = strata.reduce((sum, { a, b }) => sum + a.n + b.n, 0);
  return { subjects, value: strata.reduce((sum, { a, b, [arm]: { mean } }) => sum + ((a.n + b.n) / all) * mean, 0) };
}
