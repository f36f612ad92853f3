import { RE2JS } from 're2js';
import { MAX_INSTRUCTIONS, MAX_PATTERN, MAX_TEXT } from './limits.js';

/**
 * Compiles a pattern to a test that takes linear time for every text.
 * @returns undefined for an invalid pattern, one that is too large, and one that needs backtracking
 */
export function linearPattern(pattern: unknown, ignoreCase: boolean): ((text: string) => boolean) | undefined {
  if (typeof pattern !== 'string' || pattern.length > MAX_PATTERN) return undefined;
  let compiled: RE2JS;
  try {
    compiled = RE2JS.compile(pattern, ignoreCase ? RE2JS.CASE_INSENSITIVE : 0);
  } catch {
    return undefined;
  }
  if (compiled.programSize() > MAX_INSTRUCTIONS) return undefined;
  return (text) => text.length <= MAX_TEXT && compiled.test(text);
}
