import { Big } from 'big.js';
import type { MetricKind, MetricRule } from '../../metrics/index.js';
import type { Decimal } from '../../primitives/decimal.js';
import { invalid } from '../../primitives/refusal.js';

interface Range {
  readonly least?: number;
  readonly most?: number;
}

/** The values that a metric of each kind can have; one that takes a property has any value of it. */
const RANGE: Readonly<Record<MetricKind, Range>> = {
  ratio: { least: 0 },
  conversion: { least: 0, most: 1 },
  count: { least: 0 },
  sum: {},
  mean: {},
  quantile: {},
};

/** The values that a metric with this rule can have. */
export function rangeOf(rule: MetricRule): Range {
  const sums = rule.kind === 'ratio' && [rule.numerator, rule.denominator].some((part) => part?.property !== undefined);
  return sums ? {} : RANGE[rule.kind];
}

/** @throws Refusal `impossible_threshold` for a value that a metric with this rule can never have */
export function checkThreshold(threshold: Decimal, rule: MetricRule, pointer: string): void {
  const value = new Big(threshold);
  const { least, most } = rangeOf(rule);
  if (least !== undefined && value.lt(least)) {
    throw invalid('impossible_threshold', `a ${rule.kind} is never below ${least}`, pointer);
  }
  if (most !== undefined && value.gt(most)) {
    throw invalid('impossible_threshold', `a ${rule.kind} is never above ${most}`, pointer);
  }
}

/** True if the numerator counts events or subjects: then a subject's failure can count once. */
export const countsFailures = (rule: MetricRule): boolean =>
  rule.kind === 'conversion' ||
  rule.kind === 'count' ||
  (rule.kind === 'ratio' && rule.numerator?.property === undefined);
