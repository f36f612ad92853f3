import { isUtf8 } from 'node:buffer';
import { below } from '../primitives/pointer.js';
import { inexactIntegers } from './exact-integers.js';
import { Problem, type FieldError } from './problem.js';

/** Deepest nesting of arrays and objects that a body may have. */
export const MAX_DEPTH = 32;

const BYTE_ORDER_MARK = 0xfeff;
// Decoding turns invalid UTF-8 into this character, but valid text can contain it too.
const REPLACEMENT = '\uFFFD';

// May be a NUL character or a lone surrogate: JSON.parse accepts both, the stores do not.
const ESCAPED = /\\u00[0-7]|\\u[dD][89a-fA-F]/;

// A name in a pointer is cut off here, so that long names do not multiply.
const MAX_NAME = 100;

/** A body, and values in it that cannot be stored as they are. */
export interface Body {
  readonly value: unknown;
  /**
   * At most one in each member of the body, and of a member that is a list, in each item; then all integers that are
   * not exact.
   */
  readonly faults: readonly FieldError[];
}

const NO_FAULTS: readonly FieldError[] = [];

/**
 * Parses a JSON body, for a route that decides itself what a fault costs. Names may be any, `constructor` as well:
 * they are safe because readers look at own properties only. Faults are NUL characters, lone surrogates, numbers out
 * of the range of double precision, integers that it does not keep, and nesting beyond MAX_DEPTH.
 * @throws Problem 400 `malformed_json` for invalid UTF-8 or JSON
 */
export function readBody(raw: Buffer): Body {
  if (raw.length === 0) return { value: {}, faults: NO_FAULTS };
  let text: string;
  let value: unknown;
  try {
    text = raw.toString('utf8');
    if (text.includes(REPLACEMENT) && !isUtf8(raw)) throw new TypeError('not UTF-8');
    if (text.charCodeAt(0) === BYTE_ORDER_MARK) text = text.slice(1);
    value = JSON.parse(text);
  } catch {
    throw new Problem(400, 'malformed_json', 'the body is not valid JSON in UTF-8');
  }
  const isSuspicious = (text.includes('\\u') && ESCAPED.test(text)) || !isPlain(value, 1);
  const faults = isSuspicious ? faultsIn(value) : NO_FAULTS;
  const inexact = inexactIntegers(text, MAX_DEPTH, shownName);
  return { value, faults: inexact.length === 0 ? faults : [...faults, ...inexact] };
}

/** Parses a JSON body that must be without faults. @throws Problem 400 `malformed_json`, or of the first fault */
export function parseBody(raw: Buffer): unknown {
  const { value, faults } = readBody(raw);
  const [first] = faults;
  if (first) throw faultyBody(first);
  return value;
}

const sources = new WeakMap<object, Buffer>();

/** `parseBody`, for values that are answered as they were written: `textOfBody` knows the body's text. */
export function parseBodyAsWritten(raw: Buffer): unknown {
  const body = parseBody(raw);
  if (body !== null && typeof body === 'object' && raw.length > 0) sources.set(body, raw);
  return body;
}

/** The text that the body was parsed from; undefined if it was not kept. */
export const textOfBody = (body: object): string | undefined => sources.get(body)?.toString('utf8');

/** The refusal of a body because of a fault in it. */
export const faultyBody = (fault: FieldError): Problem => new Problem(400, fault.code, fault.detail, [fault]);

/** False for excessive nesting and for numbers that are not finite: JSON.parse turns 1e999 into Infinity. */
function isPlain(value: unknown, depth: number): boolean {
  if (typeof value === 'number') return Number.isFinite(value);
  if (value === null || typeof value !== 'object') return true;
  if (depth > MAX_DEPTH) return false;
  if (Array.isArray(value)) {
    for (const item of value as unknown[]) if (!isPlain(item, depth + 1)) return false;
    return true;
  }
  const members = value as Readonly<Record<string, unknown>>;
  for (const key in members) if (!isPlain(members[key], depth + 1)) return false;
  return true;
}

function faultsIn(body: unknown): readonly FieldError[] {
  if (body === null || typeof body !== 'object') return some(faultIn(body, '', 1));
  return membersOf(body, '').flatMap(({ name, value, at }) => {
    const inName = faultInText(name, at);
    if (inName) return [inName];
    if (!Array.isArray(value)) return some(faultIn(value, at, 2));
    return value.flatMap((item: unknown, index) => some(faultIn(item, below(at, index), 3)));
  });
}

/** The first fault in a value; `depth` is that of the value, if it is an array or object. */
function faultIn(value: unknown, pointer: string, depth: number): FieldError | undefined {
  if (typeof value === 'string') return faultInText(value, pointer);
  if (typeof value === 'number' && !Number.isFinite(value)) {
    return { pointer, code: 'number_out_of_range', detail: 'the number is too large' };
  }
  if (value === null || typeof value !== 'object') return undefined;
  if (depth > MAX_DEPTH) {
    return { pointer, code: 'too_deep', detail: `the body nests deeper than ${MAX_DEPTH} levels` };
  }
  for (const { name, value: member, at } of membersOf(value, pointer)) {
    const fault = faultInText(name, at) ?? faultIn(member, at, depth + 1);
    if (fault) return fault;
  }
  return undefined;
}

function faultInText(text: string, pointer: string): FieldError | undefined {
  if (text.includes('\u0000')) return { pointer, code: 'nul_character', detail: 'NUL characters cannot be stored' };
  if (text.isWellFormed()) return undefined;
  return { pointer, code: 'invalid_unicode', detail: 'the text has a lone surrogate' };
}

/** The members of an object or items of a list, with pointers that can be shown. */
const membersOf = (holder: NonNullable<unknown>, pointer: string) =>
  Object.entries(holder).map(([name, value]: [string, unknown]) => {
    return { name, value, at: below(pointer, shownName(name)) };
  });

const shownName = (name: string): string => name.slice(0, MAX_NAME).toWellFormed().replaceAll('\u0000', '\\u0000');

const some = (fault: FieldError | undefined): FieldError[] => (fault ? [fault] : []);
