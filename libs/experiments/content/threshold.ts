import { Big } from 'big.js';
import type { MetricKind, MetricRule } from '../../metrics/index.js';
import type { Decimal } from '../../primitives/decimal.js';
import { invalid } from '../../primitives/refusal.js';

/** The values that a metric of each kind can have; one that takes a property has any value of it. */
export const RANGE: Readonly<Record<MetricKind, { readonly least?: number; readonly most?: number }>> = {
  ratio: { least: 0 },
  conversion: { least: 0, most: 1 },
  count: { least: 0 },
  sum: {},
  mean: {},
  quantile: {},
};

/** @throws Refusal `impossible_threshold` for a value that a metric of this kind can never have */
export function checkThreshold(threshold: Decimal, { kind }: MetricRule, pointer: string): void {
  const value = new Big(threshold);
  const { least, most } = RANGE[kind];
  if (least !== undefined && value.lt(least)) {
    throw invalid('impossible_threshold', `a ${kind} is never below ${least}`, pointer);
  }
  if (most !== undefined && value.gt(most)) {
    throw invalid('impossible_threshold', `a ${kind} is never above ${most}`, pointer);
  }
}
