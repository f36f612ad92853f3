import { Big } from 'big.js';
import { below } from '../primitives/pointer.js';
import type { FieldError } from './problem.js';

// Every integer with fewer digits is exact. After a quote it is a text.
const MAY_BE_INEXACT = /(?:^|[[:,\s-])\d{16}/;
const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"|[[\]{},]|-?\d[\d.eE+-]*/g;
const LONG_INTEGER = /^-?\d{16,}$/;

/** The path of an event in a batch has two steps. */
const STEPS_OF_ITEM = 2;

/** An array or object around a token. */
interface Holder {
  /** The current member of an object, or the index of the item of a list. */
  name: string | number;
  /** True if the next text is the name of a member. */
  isNamed: boolean;
}

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
  for (const { integer, around } of integersIn(text)) {
    if (around.length > maxDepth || isExact(integer)) continue;
    const before = place;
    place = pointerOf(around.slice(0, STEPS_OF_ITEM), shown);
    if (place !== before) faults.push(faultAt(pointerOf(around, shown)));
  }
  return faults;
}

/** The long integers of a JSON text, and the arrays and objects around each, the outermost first. */
function* integersIn(text: string): Iterable<{ readonly integer: string; readonly around: readonly Holder[] }> {
  const around: Holder[] = [];
  for (const [token] of text.matchAll(TOKEN)) {
    const holder = around.at(-1);
    if (token === '[') around.push({ name: 0, isNamed: false });
    else if (token === '{') around.push({ name: '', isNamed: true });
    else if (token === ']' || token === '}') around.pop();
    else if (token === ',') toNext(holder);
    else if (holder?.isNamed) {
      // The cast is safe, because a name is a JSON string.
      holder.name = JSON.parse(token) as string;
      holder.isNamed = false;
    } else if (LONG_INTEGER.test(token)) yield { integer: token, around };
  }
}

function toNext(holder: Holder | undefined): void {
  if (typeof holder?.name === 'number') holder.name += 1;
  else if (holder) holder.isNamed = true;
}

/** True if the number is written again with the same value. An infinite one is another fault. */
function isExact(integer: string): boolean {
  const value = Number(integer);
  return !Number.isFinite(value) || new Big(String(value)).eq(integer);
}

const pointerOf = (around: readonly Holder[], shown: (name: string) => string): string =>
  around.reduce((pointer, { name }) => below(pointer, typeof name === 'string' ? shown(name) : name), '');

const faultAt = (pointer: string): FieldError => ({
  pointer,
  code: 'number_not_exact',
  detail: 'the integer has more digits than double precision keeps: send it as a text',
});
