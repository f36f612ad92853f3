import { below } from '../../primitives/pointer.js';
import { MAX_ALL, MAX_DEPTH, MAX_ITEMS, MAX_PATTERNS, MAX_VALUES } from './limits.js';

/** The limit that a condition exceeds, and the position of the excess. */
export interface Excess {
  readonly code:
    'condition_too_deep' | 'condition_too_large' | 'list_too_long' | 'too_many_patterns' | 'too_many_comparisons';
  readonly pointer: string;
  readonly detail: string;
}

const PATTERNS: ReadonlySet<string> = new Set(['$regex', '$regexi', '$not-regex']);
const ALL: ReadonlySet<string> = new Set(['$all', '$alli']);

export const isPlainObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

/** True if the work of compiling and evaluating the condition is bounded. */
export const isWithinLimits = (condition: unknown): boolean => excessOf(condition) === undefined;

/** The first excess of depth or size. The search stops there, so a cyclic object ends too. */
export function excessOf(condition: unknown, at = ''): Excess | undefined {
  return new Measure().excess(condition, at, 1, 1);
}

class Measure {
  private values = 0;
  private patterns = 0;

  /** @param compared how often `$all` around this value compares one element of a list */
  excess(value: unknown, at: string, depth: number, compared: number): Excess | undefined {
    this.values += 1;
    if (this.values > MAX_VALUES) {
      return { code: 'condition_too_large', pointer: at, detail: `a condition has at most ${MAX_VALUES} values` };
    }
    if (value === null || typeof value !== 'object') return undefined;
    if (depth > MAX_DEPTH) {
      return { code: 'condition_too_deep', pointer: at, detail: `a condition nests at most ${MAX_DEPTH} deep` };
    }
    if (Array.isArray(value) && value.length > MAX_ITEMS) {
      return { code: 'list_too_long', pointer: at, detail: `a list in a condition has at most ${MAX_ITEMS} items` };
    }
    for (const [name, member] of Object.entries(value)) {
      const pointer = below(at, name);
      if (PATTERNS.has(name)) this.patterns += 1;
      if (this.patterns > MAX_PATTERNS) {
        return { code: 'too_many_patterns', pointer, detail: `a condition has at most ${MAX_PATTERNS} patterns` };
      }
      const times = ALL.has(name) && Array.isArray(member) ? compared * Math.max(1, member.length) : compared;
      if (times > MAX_ALL) {
        const detail = `$all compares with at most ${MAX_ALL} values, nested ones multiplied`;
        return { code: 'too_many_comparisons', pointer, detail };
      }
      const excess = this.excess(member, pointer, depth + 1, times);
      if (excess) return excess;
    }
    return undefined;
  }
}

/** The number of values in a condition within the limits, itself included. */
export function valuesIn(condition: unknown): number {
  if (condition === null || typeof condition !== 'object') return 1;
  return Object.values(condition).reduce<number>((sum, member) => sum + valuesIn(member), 1);
}
