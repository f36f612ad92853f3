import { Big } from 'big.js';
import type { Decimal } from '../../primitives/decimal.js';
import { invalid } from '../../primitives/refusal.js';

/** A margin is a share of control's value. @throws Refusal `out_of_range` unless above 0 and below 1 */
export function checkMargin(margin: Decimal, pointer: string): Decimal {
  const value = new Big(margin);
  if (value.gt(0) && value.lt(1)) return margin;
  throw invalid('out_of_range', 'a margin is above 0 and below 1, such as 0.02', pointer);
}
