import { type Computed, isComputable } from './computed.js';
import { type Effect, linearEffect, type Pair } from './effect.js';
import { type EProcess, look, type Look, NO_EVIDENCE, raised, type Tuning } from './e-process.js';

/** 'Not worse than control by more than `share`'. */
export interface Margin {
  /** 0.02 is 2% of the control's mean. Below 0 for a mean below 0, so that the limit is on the worse side of it. */
  readonly share: number;
  /** The direction in which the metric gets worse. */
  readonly worse: 'higher' | 'lower';
}

/** Evidence that treatment breaks its margin, and that it keeps it. Plain JSON. */
export interface MarginEvidence {
  readonly violated: EProcess;
  readonly safe: EProcess;
}

export type MarginVerdict = 'violated' | 'safe' | 'undecided';

export const NO_MARGIN_EVIDENCE: MarginEvidence = { violated: NO_EVIDENCE, safe: NO_EVIDENCE };

/** By how much treatment is worse than its margin allows: above 0 breaks it. Linear: ±(m_b − (1 ± d)·m_a). */
export function beyondMargin(strata: readonly Pair[], { share, worse }: Margin): Computed<Effect> {
  if (worse === 'higher') return linearEffect(strata, 1 + share);
  const effect = linearEffect(strata, 1 - share);
  return isComputable(effect) ? negated(effect) : effect;
}

/** The evidence after one more look at `beyondMargin`. */
export function lookAtMargin(
  { violated, safe }: MarginEvidence,
  beyond: Effect,
  at: Omit<Look, 'effect'>,
  tuning: Omit<Tuning, 'sides'>,
): MarginEvidence {
  const oneSided: Tuning = { ...tuning, sides: 'one_sided' };
  return {
    violated: look(violated, { ...at, effect: beyond }, oneSided),
    safe: look(safe, { ...at, effect: negated(beyond) }, oneSided),
  };
}

/** What the evidence says at level alpha over `comparisons` margins. A violation outweighs everything. */
export function marginVerdict({ violated, safe }: MarginEvidence, alpha: number, comparisons: number): MarginVerdict {
  if (raised(violated, alpha, comparisons)) return 'violated';
  return raised(safe, alpha, comparisons) ? 'safe' : 'undecided';
}

function negated(effect: Effect): Effect {
  return { ...effect, estimate: -effect.estimate };
}
