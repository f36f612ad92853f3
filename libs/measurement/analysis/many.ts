import type { MetricRole } from '../../experiments/index.js';
import { bonferroni, holm } from '../../statistics/index.js';

/** A p-value, and the family of tests that it belongs to. */
export interface Tested {
  readonly role: MetricRole;
  readonly p: number | null;
}

/**
 * The same with p-values adjusted for their number: those of the primary metric by Bonferroni, of secondary metrics by
 * Holm, and of guards by Holm among themselves. A test without a p-value counts as one of p = 1, so that the number of
 * tests does not depend on what can be computed.
 */
export function withAdjustedP<T extends Tested>(tested: readonly T[]): (T & { readonly adjustedP: number | null })[] {
  const adjusted = new Map<T, number>();
  for (const role of ['primary', 'secondary', 'guard'] as const) {
    const family = tested.filter((each) => each.role === role);
    const raw = family.map(({ p }) => p ?? 1);
    const values = role === 'primary' ? bonferroni(raw) : holm(raw);
    family.forEach((each, index) => adjusted.set(each, values[index] ?? 1));
  }
  return tested.map((each) => ({ ...each, adjustedP: each.p === null ? null : (adjusted.get(each) ?? 1) }));
}
