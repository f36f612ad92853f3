import { isUtf8 } from 'node:buffer';
import { Problem } from './problem.js';

/** Deepest nesting of arrays and objects that a body may have. */
export const MAX_DEPTH = 32;

const BYTE_ORDER_MARK = 0xfeff;
// Decoding turns invalid UTF-8 into this character, but valid text can contain it too.
const REPLACEMENT = '\uFFFD';

// May be a NUL character or a lone surrogate: JSON.parse accepts both, the stores do not.
const ESCAPED = /\\u00[0-7]|\\u[dD][89a-fA-F]/;

/**
 * Parses a JSON body. @throws Problem 400 for invalid UTF-8 or JSON, nesting beyond MAX_DEPTH, NUL characters, lone
 * surrogates, numbers out of the range of double precision, and keys that could change a prototype
 */
export function parseBody(raw: Buffer): unknown {
  if (raw.length === 0) return {};
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
  if (isSuspicious(text) || !isPlain(value, 1)) checkValue(value);
  return value;
}

/** Searches for plain words first, which spares most texts the pattern. */
function isSuspicious(text: string): boolean {
  return (text.includes('\\u') && ESCAPED.test(text)) || text.includes('__proto__') || text.includes('constructor');
}

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

function checkValue(root: unknown): void {
  const open: { value: unknown; pointer: string; depth: number }[] = [{ value: root, pointer: '', depth: 1 }];
  for (let next = open.pop(); next; next = open.pop()) {
    const { value, pointer, depth } = next;
    if (typeof value === 'string') checkText(value, pointer);
    if (typeof value === 'number' && !Number.isFinite(value))
      refuse('number_out_of_range', 'the number is too large', pointer);
    if (value === null || typeof value !== 'object') continue;
    if (depth > MAX_DEPTH) refuse('too_deep', `the body nests deeper than ${MAX_DEPTH} levels`, pointer);
    for (const [key, member] of Object.entries(value)) {
      const at = `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
      if (key === '__proto__' || key === 'constructor' || key === 'prototype')
        refuse('forbidden_key', 'this key is not allowed', at);
      checkText(key, at);
      open.push({ value: member, pointer: at, depth: depth + 1 });
    }
  }
}

function checkText(text: string, pointer: string): void {
  if (text.includes('\u0000')) refuse('nul_character', 'NUL characters cannot be stored', pointer);
  if (!text.isWellFormed()) refuse('invalid_unicode', 'the text has a lone surrogate', pointer);
}

function refuse(code: string, detail: string, pointer: string): never {
  throw new Problem(400, code, detail, [
    { pointer: pointer.toWellFormed().replaceAll('\u0000', '\\u0000'), code, detail },
  ]);
}
