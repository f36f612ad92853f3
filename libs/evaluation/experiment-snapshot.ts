import { percentageToBuckets, withThresholds } from './bucketing.js';
import type { ExperimentSnapshot, RuleServe, VariantSnapshot } from './snapshot.js';

/** A variant as configured: its weight is a percentage, as a decimal. */
export interface VariantConfiguration extends Omit<VariantSnapshot, 'upTo'> {
  readonly weight: string;
}

/** An experiment as configured. The order of its variants is part of the assignment. */
export interface ExperimentConfiguration extends Omit<ExperimentSnapshot, 'trafficBuckets' | 'variants'> {
  /** Percentage, as a decimal. */
  readonly traffic: string;
  readonly variants: readonly VariantConfiguration[];
}

/**
 * Converts percentages to buckets once, so that decisions only compare integers.
 * @throws RangeError for a malformed percentage or weights whose sum is not exactly 100
 */
export function experimentSnapshot({ traffic, ...configuration }: ExperimentConfiguration): ExperimentSnapshot {
  return {
    ...configuration,
    trafficBuckets: percentageToBuckets(traffic),
    variants: withThresholds(configuration.variants),
  };
}

/**
 * A split by percentages. Variants are ordered by the code units of their names; the order is part of the assignment.
 * @param shares percentages by variant, as decimals that sum to exactly 100
 * @throws RangeError for a malformed percentage or another sum
 */
export function splitServe(salt: string, shares: Readonly<Record<string, string>>): RuleServe {
  const names = Object.keys(shares).sort();
  const weighted = names.map((variant) => ({ variant, weight: shares[variant] ?? '0' }));
  return { kind: 'split', salt, shares: withThresholds(weighted) };
}
