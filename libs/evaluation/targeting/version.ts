import { MAX_TEXT } from './limits.js';

/** Numbers with dots; a pre-release after a hyphen; a build after a plus, which does not count. */
const VERSION = /^[vV]?(\d+(?:\.\d+)*)(?:-([\dA-Za-z-]+(?:\.[\dA-Za-z-]+)*))?(?:\+[\dA-Za-z-]+(?:\.[\dA-Za-z-]+)*)?$/;
const DIGITS = /^\d+$/;
const LEADING_ZEROS = /^0+(?=\d)/;

export interface Version {
  /** Decimal numbers of any length without leading zeros, such as 1, 2 and 3. */
  readonly numbers: readonly string[];
  /** The identifiers of the pre-release; null for a release. */
  readonly preRelease: readonly string[] | null;
}

/** Reads a text, or a number such as 4.2. @returns undefined if it is no version */
export function parseVersion(value: unknown): Version | undefined {
  const text = typeof value === 'number' ? String(value) : value;
  if (typeof text !== 'string' || text.length > MAX_TEXT) return undefined;
  const [, numbers, preRelease] = VERSION.exec(text) ?? [];
  if (numbers === undefined) return undefined;
  return { numbers: parts(numbers), preRelease: preRelease === undefined ? null : parts(preRelease) };
}

/**
 * Orders two versions: number by number, missing ones as 0, then a pre-release before its release. Source of the order
 * of pre-releases: Semantic Versioning 2.0.0, item 11.
 * @returns a negative number, 0 or a positive number
 */
export function compareVersions(one: Version, other: Version): number {
  const length = Math.max(one.numbers.length, other.numbers.length);
  for (let at = 0; at < length; at += 1) {
    const order = compareNumbers(one.numbers[at] ?? '0', other.numbers[at] ?? '0');
    if (order !== 0) return order;
  }
  return comparePreReleases(one.preRelease, other.preRelease);
}

function comparePreReleases(one: Version['preRelease'], other: Version['preRelease']): number {
  if (one === null || other === null) return Number(one === null) - Number(other === null);
  for (const [at, identifier] of one.entries()) {
    const against = other[at];
    if (against === undefined) return 1;
    const order = compareIdentifiers(identifier, against);
    if (order !== 0) return order;
  }
  return one.length - other.length;
}

/** Numbers come before texts. */
function compareIdentifiers(one: string, other: string): number {
  const [isNumber, isOtherNumber] = [DIGITS.test(one), DIGITS.test(other)];
  if (isNumber !== isOtherNumber) return isNumber ? -1 : 1;
  return isNumber ? compareNumbers(one, other) : compareTexts(one, other);
}

const parts = (text: string): string[] =>
  text.split('.').map((part) => (DIGITS.test(part) ? withoutZeros(part) : part));

const withoutZeros = (digits: string): string => digits.replace(LEADING_ZEROS, '');

/** The longer number is greater: neither has leading zeros. */
const compareNumbers = (one: string, other: string): number => one.length - other.length || compareTexts(one, other);

const compareTexts = (one: string, other: string): number => (one === other ? 0 : one < other ? -1 : 1);
