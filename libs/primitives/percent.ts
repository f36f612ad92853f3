import { Big } from 'big.js';
import { invalid } from './refusal.js';

/** The decimal places that bucketing can express exactly: one bucket is 0.0001 percent. */
const PERCENT_PLACES = 4;

/** @throws Refusal unless 0 to 100 with at most 4 decimals */
export function checkPercent(percent: string, pointer: string): void {
  const value = new Big(percent);
  if (value.lt(0) || value.gt(100)) throw invalid('out_of_range', 'must be between 0 and 100', pointer);
  if (!value.round(PERCENT_PLACES).eq(value)) {
    throw invalid('too_many_decimals', `must have at most ${PERCENT_PLACES} decimals`, pointer);
  }
}
