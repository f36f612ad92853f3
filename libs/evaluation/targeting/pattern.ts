import { RE2JS } from 're2js';
import { MAX_INSTRUCTIONS, MAX_PATTERN, MAX_TEXT } from './limits.js';

/** A test of texts that takes linear time for every text. */
type Test = (text: string) => boolean;

/** Why a pattern cannot be used. */
export interface PatternFault {
  readonly code: 'invalid_pattern' | 'pattern_too_long' | 'pattern_too_large';
  readonly detail: string;
}

/** Compiles a pattern. @returns undefined if `patternFault` finds fault with it */
export function linearPattern(pattern: unknown, ignoreCase: boolean): Test | undefined {
  const compiled = compile(pattern, ignoreCase);
  return typeof compiled === 'function' ? compiled : undefined;
}

/** The fault of an invalid pattern, one that is too large, and one that needs backtracking. */
export function patternFault(pattern: unknown, ignoreCase: boolean): PatternFault | undefined {
  const compiled = compile(pattern, ignoreCase);
  return typeof compiled === 'function' ? undefined : compiled;
}

function compile(pattern: unknown, ignoreCase: boolean): Test | PatternFault {
  if (typeof pattern !== 'string') return INVALID;
  if (pattern.length > MAX_PATTERN) {
    return { code: 'pattern_too_long', detail: `a pattern has at most ${MAX_PATTERN} characters` };
  }
  let compiled: RE2JS;
  try {
    compiled = RE2JS.compile(pattern, ignoreCase ? RE2JS.CASE_INSENSITIVE : 0);
  } catch {
    return INVALID;
  }
  if (compiled.programSize() > MAX_INSTRUCTIONS) {
    return { code: 'pattern_too_large', detail: `a pattern compiles to at most ${MAX_INSTRUCTIONS} instructions` };
  }
  return (text) => text.length <= MAX_TEXT && compiled.test(text);
}

const INVALID: PatternFault = { code: 'invalid_pattern', detail: 'must be a pattern that needs no backtracking' };
