import { isUtf8 } from 'node:buffer';
import { Problem } from './problem.js';

/** Deepest nesting of arrays and objects that a body may have. */
export const MAX_DEPTH = 32;

const BYTE_ORDER_MARK = /^\uFEFF/;

// Signs of what JSON.parse lets through and the stores do not take; only then is the value walked. An exponent counts
// where a number can stand: ids and tokens are full of an 'e' before digits.
const ESCAPED = /\\u00[0-7]|\\u[dD][89a-fA-F]/;
const EXPONENT = /(?:^|[\s:,[])-?\d+(?:\.\d+)?[eE]\+?\d{3}/;
const LONG_NUMBER = /\d{300}/;
const LONG_NUMBER_DIGITS = 300;

/**
 * Parses a JSON body. @throws Problem 400 for invalid UTF-8 or JSON, nesting beyond MAX_DEPTH, NUL characters, lone
 * surrogates, numbers beyond double precision's range, and keys that reach for the prototype
 */
export function parseBody(raw: Buffer): unknown {
  if (raw.length === 0) return {};
  let text: string;
  let value: unknown;
  try {
    if (!isUtf8(raw)) throw new TypeError('not UTF-8');
    text = raw.toString('utf8').replace(BYTE_ORDER_MARK, '');
    value = JSON.parse(text);
  } catch {
    throw new Problem(400, 'malformed_json', 'the body is not valid JSON in UTF-8');
  }
  if (bracketDepth(text) > MAX_DEPTH || isSuspicious(text)) checkValue(value);
  return value;
}

/** Searches for single words first: most texts have none, and are spared the patterns. */
function isSuspicious(text: string): boolean {
  return (
    (text.includes('\\u') && ESCAPED.test(text)) ||
    text.includes('__proto__') ||
    text.includes('constructor') ||
    EXPONENT.test(text) ||
    (text.length >= LONG_NUMBER_DIGITS && LONG_NUMBER.test(text))
  );
}

/** Upper bound of the nesting: brackets inside strings count too. */
function bracketDepth(text: string): number {
  let depth = 0;
  let deepest = 0;
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    if (code === 0x5b || code === 0x7b) deepest = Math.max(deepest, (depth += 1));
    else if (code === 0x5d || code === 0x7d) depth -= 1;
  }
  return deepest;
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
