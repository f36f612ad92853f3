import type { Attributes } from './condition.js';
import { MAX_ELEMENTS, MAX_TEXT } from './limits.js';
import { linearPattern } from './pattern.js';
import { sortableVersion } from './padded-version.js';
import { isSameJson } from './same-json.js';
import { compareVersions, parseVersion } from './version.js';

/** Tests a value. Groups that are conditions also need the attributes and the subject. */
export type ValueTest = (value: unknown, attributes: Attributes, subject: string | undefined) => boolean;

/** Unknown operators and operators with wrong arguments hold for nobody. */
export const never: ValueTest = () => false;

export const not =
  (test: ValueTest): ValueTest =>
  (value, attributes, subject) =>
    !test(value, attributes, subject);

/** The dialect compares as JavaScript does: two texts by code units, everything else as numbers. */
const comparisons = {
  $gt: (value: never, than: never) => value > than,
  $gte: (value: never, than: never) => value >= than,
  $lt: (value: never, than: never) => value < than,
  $lte: (value: never, than: never) => value <= than,
} as const;

/** By the order of two versions: negative if the first comes before the second. */
const versions = {
  $veq: (order: number) => order === 0,
  $vne: (order: number) => order !== 0,
  $vgt: (order: number) => order > 0,
  $vgte: (order: number) => order >= 0,
  $vlt: (order: number) => order < 0,
  $vlte: (order: number) => order <= 0,
} as const;

export type Comparison = keyof typeof comparisons;
export type VersionComparison = keyof typeof versions;

export const isComparison = (name: string): name is Comparison => Object.hasOwn(comparisons, name);
export const isVersionComparison = (name: string): name is VersionComparison => Object.hasOwn(versions, name);

export function comparison(name: Comparison, than: unknown): ValueTest {
  const compare = comparisons[name];
  // The casts are needed because the dialect compares values of any type, as JavaScript's operators do.
  return (value) => !isLongList(value, MAX_TEXT) && compare(value as never, than as never);
}

/** What is no version is in no order, so it holds for nothing. */
export function versionComparison(name: VersionComparison, than: unknown): ValueTest {
  const holds = versions[name];
  const wanted = parseVersion(than);
  if (!wanted) return never;
  return (value) => {
    const version = parseVersion(value);
    return version !== undefined && holds(compareVersions(version, wanted));
  };
}

/** Semantics 1: compares padded texts, and what is no version as version 0. */
export function paddedVersionComparison(name: VersionComparison, than: unknown): ValueTest {
  const holds = versions[name];
  const wanted = sortableVersion(than);
  return (value) => {
    const version = sortableVersion(value);
    return holds(version === wanted ? 0 : version < wanted ? -1 : 1);
  };
}

/** True if the value, or an element of the list, is in the set. */
export function isIn(values: ReadonlySet<unknown>): ValueTest {
  return (value) => (Array.isArray(value) ? value.some((element: unknown) => values.has(element)) : values.has(value));
}

const folded = (value: unknown): unknown => (typeof value === 'string' ? value.toLowerCase() : value);

/** `isIn`, case-insensitive. */
export function isInAnyCase(values: readonly unknown[]): ValueTest {
  const known = new Set(values.map(folded));
  return (value) =>
    Array.isArray(value) ? value.some((element: unknown) => known.has(folded(element))) : known.has(folded(value));
}

/** True for a list in which each test holds for at least one element. */
export function hasAll(tests: readonly ValueTest[]): ValueTest {
  return (value, attributes, subject) => {
    if (!Array.isArray(value)) return false;
    const end = Math.min(value.length, MAX_ELEMENTS);
    for (const test of tests) {
      let at = 0;
      while (at < end && !test(value[at], attributes, subject)) at += 1;
      if (at === end) return false;
    }
    return true;
  };
}

/** True for a list in which the test holds for an element other than null. */
export function hasElement(test: ValueTest): ValueTest {
  return (value, attributes, subject) => {
    if (!Array.isArray(value)) return false;
    const end = Math.min(value.length, MAX_ELEMENTS);
    for (let at = 0; at < end; at += 1) {
      const element: unknown = value[at];
      if (element !== null && element !== undefined && test(element, attributes, subject)) return true;
    }
    return false;
  };
}

export function hasSize(test: ValueTest): ValueTest {
  return (value, attributes, subject) => Array.isArray(value) && test(value.length, attributes, subject);
}

export const exists: ValueTest = (value) => value !== null && value !== undefined;

export const TYPES = ['string', 'number', 'boolean', 'array', 'object', 'null', 'undefined', 'unknown'] as const;

export const isOfType =
  (type: unknown): ValueTest =>
  (value) =>
    typeOf(value) === type;

function typeOf(value: unknown): (typeof TYPES)[number] {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  const type = typeof value;
  return type === 'bigint' || type === 'symbol' || type === 'function' ? 'unknown' : type;
}

/**
 * True if the pattern's result is `wanted`. Values of other types become text; a malformed pattern never matches.
 * @param nullIsText whether null and missing values become a text, too; otherwise nothing matches in them
 */
export function fitsPattern(pattern: unknown, ignoreCase: boolean, wanted: boolean, nullIsText: boolean): ValueTest {
  const found = linearPattern(pattern, ignoreCase);
  if (!found) return never;
  return (value) => {
    if (!nullIsText && (value === null || value === undefined)) return !wanted;
    const text = typeof value === 'string' ? value : textIfAny(value);
    return text !== undefined && found(text) === wanted;
  };
}

function textIfAny(value: unknown): string | undefined {
  try {
    return textOf(value);
  } catch {
    return undefined;
  }
}

/** Converts the value to the expected text, number or boolean, then compares; compares objects and lists as JSON. */
export function equals(expected: unknown, ignoreCase = false): ValueTest {
  switch (typeof expected) {
    case 'string':
      return ignoreCase ? equalsInAnyCase(expected) : equalsText(expected);
    case 'number':
      return (value) => (typeof value === 'number' ? value : numberOf(value)) === expected;
    case 'boolean':
      return (value) => value !== null && Boolean(value) === expected;
    default:
      if (expected === null) return (value) => value === null;
      // A store may return an object's members in another order.
      return (value) => isSameJson(value, expected);
  }
}

const equalsText =
  (expected: string): ValueTest =>
  (value) =>
    typeof value === 'string' ? value === expected : !isLongList(value, expected.length) && textOf(value) === expected;

function equalsInAnyCase(expected: string): ValueTest {
  const lower = expected.toLowerCase();
  return (value) => !isLongList(value, lower.length) && textOf(value).toLowerCase() === lower;
}

/** JavaScript's conversion: a list is its elements' texts with commas. @throws TypeError if a value has no text */
const textOf = (value: unknown): string => (typeof value === 'string' ? value : String(value));

/** JavaScript's conversion; NaN for a long list. */
function numberOf(value: unknown): number {
  return isLongList(value, MAX_TEXT) ? Number.NaN : Number(value);
}

/** True for a list whose text has more than `most` characters: converting it could take long. */
function isLongList(value: unknown, most: number): boolean {
  return Array.isArray(value) && leastLength(value, most) > most;
}

/** A lower bound of the length of a list's text: its strings and commas. Counting stops above `most`. */
function leastLength(list: readonly unknown[], most: number): number {
  let length = Math.max(0, list.length - 1);
  for (const element of list) {
    if (length > most) return length;
    if (typeof element === 'string') length += element.length;
    else if (Array.isArray(element)) length += leastLength(element, most - length);
  }
  return length;
}
