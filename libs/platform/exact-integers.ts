import { Big } from 'big.js';
import { jsonTokens, pointerOf } from './json-tokens.js';
import type { FieldError } from './problem.js';

// Every integer with fewer digits is exact. After a quote it is a text.
const MAY_BE_INEXACT = /(?:^|[[:,\s-])\d{16}/;
const LONG_INTEGER = /^-?\d{16,}$/;

/** The path of an event in a batch has two steps. */
const STEPS_OF_ITEM = 2;

/**
 * Finds the integers in a JSON text that JSON.parse changes, because double precision keeps only about 16 digits.
 * Numbers with a fraction or an exponent are never among them: they are meant as doubles.
 * @param text valid JSON
 * @param maxDepth does not look deeper than so many levels of arrays and objects
 * @param shown converts the name of a member for its pointer
 * @returns a fault `number_not_exact` for the first one in each member of the body, and of a member that is a list, in
 * each item
 */
export function inexactIntegers(text: string, maxDepth: number, shown: (name: string) => string): FieldError[] {
  if (!MAY_BE_INEXACT.test(text)) return [];
  const faults: FieldError[] = [];
  let place: string | undefined;
  for (const { text: integer, around } of jsonTokens(text)) {
    if (!LONG_INTEGER.test(integer) || around.length > maxDepth || isExact(integer)) continue;
    const before = place;
    place = pointerOf(around.slice(0, STEPS_OF_ITEM), shown);
    if (place !== before) faults.push(faultAt(pointerOf(around, shown)));
  }
  return faults;
}

/** True if the number is written again with the same value. An infinite one is another fault. */
function isExact(integer: string): boolean {
  const value = Number(integer);
  return !Number.isFinite(value) || new Big(String(value)).eq(integer);
}

const faultAt = (pointer: string): FieldError => ({
  pointer,
  code: 'number_not_exact',
  detail:
    'the integer has more digits than double precision keeps: send an id as a text, a number with at most 15 digits',
});
