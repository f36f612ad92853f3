import { Big } from 'big.js';

/** A decimal in canonical text: no exponent, no trailing zeros, at most 15 digits before and 10 after the point. */
export type Decimal = string;

const DECIMAL = /^-?\d{1,15}(\.\d{1,10})?$/;

/** The canonical text of a string or number; undefined if it is no decimal. */
export function parseDecimal(value: unknown): Decimal | undefined {
  if (typeof value === 'number' && !Number.isFinite(value)) return undefined;
  const text = typeof value === 'number' ? new Big(value).toFixed() : value;
  if (typeof text !== 'string' || !DECIMAL.test(text)) return undefined;
  return new Big(text).toFixed();
}

/** numerator / denominator to 10 decimals, half up, without trailing zeros; null ('no data') for a denominator of 0. */
export function quotient(numerator: Decimal | Big, denominator: Decimal | Big): Decimal | null {
  const divisor = new Big(denominator);
  if (divisor.eq(0)) return null;
  return divide(new Big(numerator), divisor);
}

function divide(numerator: Big, denominator: Big): Decimal {
  const Division = Big();
  Division.DP = 10;
  Division.RM = 1;
  return new Big(new Division(numerator).div(denominator)).toFixed();
}
