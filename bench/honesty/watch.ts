import { comparedStrata, strataOf, type PhasePair } from '../../libs/measurement/aggregation/compared-sums.js';
import type { ComparedMetric, Comparisons, WeightedArm } from '../../libs/measurement/aggregation/comparisons.js';
import { type ComparisonEvidence, declared, lookAtPairs } from '../../libs/measurement/aggregation/evidence.js';
import {
  alwaysValidRelativeInterval,
  fixedP,
  isComputable,
  raised,
  stratifiedEffect,
} from '../../libs/statistics/index.js';

/** One treatment watched by one metric through all looks of a run, by the functions of the product. */
export class Watch {
  evidence: ComparisonEvidence;
  /** Whether an interval at any look excluded the true effect; whether that of the last look did. */
  excluded = false;
  lastExcludes = false;
  /** Whether a fixed test at any look after burn-in rejected the true effect. */
  fixedRejected = false;

  constructor(
    private readonly compared: ComparedMetric,
    private readonly treatment: WeightedArm,
    private readonly comparisons: Comparisons,
    /** The comparisons that share alpha. */
    private readonly sharing: number,
    /** The true relative effect. */
    private readonly truth: number,
  ) {
    this.evidence = declared(undefined, compared, sharing, false);
  }

  /** @param corrected the same arms, corrected by CUPED: intervals take them, margins do not */
  look(pairs: readonly PhasePair[], position: string, corrected = pairs): void {
    const { compared, treatment, comparisons } = this;
    this.evidence = lookAtPairs(this.evidence, pairs, compared, treatment, { comparisons, position });
    const { rho } = this.evidence.effect;
    if (rho === null) return;
    this.compareInterval(corrected, rho);
    this.fixedRejected ||= this.fixedRejects(corrected);
  }

  get opened(): boolean {
    return this.evidence.effect.rho !== null;
  }

  /** Whether the always-valid p-value ever reached alpha. */
  get effectFound(): boolean {
    return raised(this.evidence.effect, this.comparisons.alpha, this.sharing);
  }

  raised(side: 'violated' | 'safe'): boolean {
    const { margin } = this.evidence;
    return margin !== null && raised(margin[side], this.comparisons.alpha, this.sharing);
  }

  private compareInterval(pairs: readonly PhasePair[], rho: number): void {
    const { compared, treatment, comparisons, truth } = this;
    const strata = comparedStrata(pairs, compared.metric.rule.kind, comparisons.control, treatment);
    if (!isComputable(strata)) return;
    const interval = alwaysValidRelativeInterval(strata, rho, comparisons.alpha / this.sharing);
    this.lastExcludes = interval !== null && (interval[0] > truth || interval[1] < truth);
    this.excluded ||= this.lastExcludes;
  }

  private fixedRejects(pairs: readonly PhasePair[]): boolean {
    const effect = stratifiedEffect(strataOf(pairs), 'relative');
    if (!isComputable(effect)) return false;
    // No t-test rejects at 5% below the normal quantile, and p-values are dear.
    if (Math.abs(effect.estimate - this.truth) < 1.95 * effect.se) return false;
    return fixedP(effect, this.truth) <= this.comparisons.alpha / this.sharing;
  }
}
