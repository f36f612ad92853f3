import { DDSketch } from '@datadog/sketches-js';
import { Big } from 'big.js';
import type { Decimal } from '../../primitives/decimal.js';

/** A quantile read from a sketch is off by at most this share of its value. */
export const RELATIVE_ERROR = 0.01;
const DIGITS = 6;
const ZERO_BIN = -2_147_483_648;

const { mapping } = new DDSketch({ relativeAccuracy: RELATIVE_ERROR });

/** The sketch's bin of a value: even for positive values, odd for negative ones. */
export function binOf(value: number): number {
  const size = Math.abs(value);
  if (size < mapping.minPossible) return ZERO_BIN;
  return mapping.key(Math.min(size, mapping.maxPossible)) * 2 + (value < 0 ? 1 : 0);
}

/** A bin, and the number of values in it. */
export interface Bin {
  readonly bin: number;
  readonly values: number;
}

/**
 * The value at a quantile by nearest rank, within RELATIVE_ERROR; null without values. Bins of several sketches are
 * merged: equal bins are added up. Source: Masson, Rim, Lee, 'DDSketch', VLDB 2019.
 */
export function quantileOf(bins: readonly Bin[], quantile: Decimal): string | null {
  const merged = new Map<number, number>();
  for (const { bin, values } of bins) merged.set(bin, (merged.get(bin) ?? 0) + values);
  const sorted = [...merged]
    .filter(([, values]) => values > 0)
    .map(([bin, values]) => ({ values, value: valueOf(bin) }))
    .sort((one, other) => one.value - other.value);
  const total = sorted.reduce((sum, { values }) => sum + values, 0);
  if (total === 0) return null;
  const rank = nearestRank(quantile, total);
  let passed = 0;
  for (const { value, values } of sorted) {
    passed += values;
    if (passed >= rank) return value.toPrecision(DIGITS);
  }
  return null;
}

/** ⌈q · n⌉, counted from 1. The product is a decimal one: as binary floats, 0.07 · 100 is above 7. */
function nearestRank(quantile: Decimal, total: number): number {
  const rank = new Big(quantile).times(total).round(0, Big.roundUp).toNumber();
  return Math.max(1, rank);
}

function valueOf(bin: number): number {
  if (bin === ZERO_BIN) return 0;
  const negative = Math.abs(bin % 2) === 1;
  const size = mapping.value((bin - (negative ? 1 : 0)) / 2);
  return negative ? -size : size;
}
