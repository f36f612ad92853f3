import { isComputable } from './computed.js';
import { compareStrata, type Pair } from './effect.js';
import { type Interval } from './fixed.js';
import { sumClock, twoSidedCriticalZ } from './sequential.js';

/**
 * The always-valid interval of the relative effect over strata. Its clock is that of the absolute effect, which ρ was
 * fixed for. Null while either is not computable.
 */
export function alwaysValidRelativeInterval(strata: readonly Pair[], rho: number, alpha: number): Interval | null {
  const [relative, absolute] = [compareStrata(strata, 'relative'), compareStrata(strata, 'absolute')];
  if (!isComputable(relative) || !isComputable(absolute)) return null;
  const width = relative.se * twoSidedCriticalZ(sumClock(absolute) / rho, alpha);
  return [relative.estimate - width, relative.estimate + width];
}
