import { type Arm, conversionArm, meanArm } from './arm.js';
import { type Computed, isComputable, type NotComputable } from './computed.js';
import { type CupedMoments } from './moments.js';

/** The input of a published method, as its source names it. */
export type PublishedInput = Readonly<Record<string, unknown>>;
/** The output: numbers, lists of them, booleans; or `notComputable` with the reason. */
export type PublishedOutput = Readonly<Record<string, unknown>>;
export type PublishedMethod = (input: PublishedInput) => PublishedOutput;

/** A number under the first of the names that exists. Throws if there is none and no fallback. */
export function numberOf(input: PublishedInput, names: string | readonly string[], fallback?: number): number {
  for (const name of [names].flat()) {
    const value = input[name];
    if (typeof value === 'number') return value;
  }
  if (fallback === undefined) throw new Error(`A number "${[names].flat().join('" or "')}" is missing.`);
  return fallback;
}

export function flagOf(input: PublishedInput, name: string, fallback: boolean): boolean {
  const value = input[name];
  return typeof value === 'boolean' ? value : fallback;
}

/** A list of numbers. Throws if there is none and no fallback. */
export function numbersOf(input: PublishedInput, name: string, fallback?: readonly number[]): readonly number[] {
  const value = input[name];
  if (Array.isArray(value)) return value.map(Number);
  if (fallback === undefined) throw new Error(`A list of numbers "${name}" is missing.`);
  return fallback;
}

/** A list of lists of numbers, or null. */
export function tableOf(input: PublishedInput, name: string): readonly (readonly number[])[] | null {
  const value = input[name];
  return Array.isArray(value) ? value.map((row) => (Array.isArray(row) ? row.map(Number) : [])) : null;
}

/** An object within the input. Throws if there is none. */
export function partOf(input: PublishedInput, name: string): PublishedInput {
  const part = maybePartOf(input, name);
  if (!part) throw new Error(`An object "${name}" is missing.`);
  return part;
}

export function maybePartOf(input: PublishedInput, name: string): PublishedInput | null {
  const value = input[name];
  // An object that JSON made has string keys.
  return isObject(value) ? (value as PublishedInput) : null;
}

/** A list of objects within the input, or null. */
export function partsOf(input: PublishedInput, name: string): readonly PublishedInput[] | null {
  const value = input[name];
  // As above.
  return Array.isArray(value) ? value.filter(isObject).map((part) => part as PublishedInput) : null;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function alphaOf(input: PublishedInput): number {
  return numberOf(input, 'alpha', 0.05);
}

/** The arm of a mean by its sums; without a sum of squares, or where `binary`, that of a conversion. */
export function armOf(input: PublishedInput, binary = false): Computed<Arm> {
  const sums = { n: numberOf(input, 'n'), sx: numberOf(input, 'sum') };
  const squares = numberOf(input, 'sum_squares', NaN);
  return binary || Number.isNaN(squares) ? conversionArm(sums) : meanArm({ ...sums, sxx: squares });
}

export function cupedMomentsFrom(input: PublishedInput): CupedMoments {
  return {
    n: numberOf(input, 'n'),
    sx: numberOf(input, 'post_sum'),
    sxx: numberOf(input, ['post_ss', 'post_sum_squares']),
    sp: numberOf(input, 'pre_sum'),
    spp: numberOf(input, ['pre_ss', 'pre_sum_squares']),
    spx: numberOf(input, 'xprod'),
  };
}

/** The output made from a result, or the reason why there is none. */
export function outputOf<T>(result: Computed<T>, of: (value: T) => PublishedOutput): PublishedOutput {
  return isComputable(result) ? of(result) : { ...(result satisfies NotComputable) };
}
