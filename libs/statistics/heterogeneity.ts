import { chiSquareSf } from './distributions.js';
import { type Effect } from './effect.js';

/** Whether effects differ between groups of subjects. */
export interface Heterogeneity {
  /** Cochran's Q. */
  readonly q: number;
  /** Groups less one. */
  readonly df: number;
  readonly pValue: number;
  /** The share of the variation between groups that is not chance, 0 to 1. */
  readonly iSquared: number;
}

/**
 * Cochran's Q over the effects of the values of one dimension, whose subjects are disjoint. Null with fewer than two.
 * The test is for a look at a planned time, and never an alarm. Source: Cochran 1954; Higgins, Thompson 2002 (I²).
 */
export function heterogeneity(effects: readonly Pick<Effect, 'estimate' | 'se'>[]): Heterogeneity | null {
  if (effects.length < 2) return null;
  const weights = effects.map(({ se }) => 1 / se ** 2);
  const whole = weights.reduce((sum, weight) => sum + weight, 0);
  const pooled = effects.reduce((sum, { estimate, se }) => sum + estimate / se ** 2, 0) / whole;
  const q = effects.reduce((sum, { estimate, se }) => sum + ((estimate - pooled) / se) ** 2, 0);
  const df = effects.length - 1;
  return { q, df, pValue: chiSquareSf(q, df), iSquared: q > df ? (q - df) / q : 0 };
}
