import { Big } from 'big.js';
import type { Decimal } from '../../primitives/decimal.js';
import { invalid } from '../../primitives/refusal.js';

/** A margin is a share of control's value. @throws Refusal `out_of_range` unless above 0 and below 1 */
export const checkMargin = checkShare('a margin');

/** @throws Refusal `out_of_range` unless above 0 and below 1 */
export function checkShare(what: string): (share: Decimal, pointer: string) => Decimal {
  return (share, pointer) => {
    const value = new Big(share);
    if (value.gt(0) && value.lt(1)) return share;
    throw invalid('out_of_range', `${what} is above 0 and below 1, such as 0.02`, pointer);
  };
}
