import { evidenceOnMargin, type ComparisonEvidence } from '../aggregation/evidence.js';
import { eValueOf } from '../health/e-value.js';
import { marginVerdict, type MarginVerdict } from '../../statistics/index.js';

/** What the evidence says of a margin, as of the last look. */
export interface JudgedMargin {
  /** The share of control's value by which treatment may be worse. */
  readonly value: number;
  readonly verdict: MarginVerdict;
  /** The evidence that the margin is violated, and that it is kept. */
  readonly eValue: number;
  readonly safeEValue: number;
}

/** Undefined without a margin. Evidence on another margin than this one is none. */
export function marginOf(
  margin: string | null,
  evidence: ComparisonEvidence | undefined,
  alpha: number,
): JudgedMargin | undefined {
  if (margin === null) return undefined;
  const value = Number(margin);
  const state = evidenceOnMargin(evidence, margin);
  if (state === undefined) return { value, verdict: 'undecided', eValue: 1, safeEValue: 1 };
  return {
    value,
    verdict: marginVerdict(state, alpha, state.comparisons),
    eValue: eValueOf(state.violated.maxLogE),
    safeEValue: eValueOf(state.safe.maxLogE),
  };
}
