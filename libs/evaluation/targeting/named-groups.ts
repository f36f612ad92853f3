import { below } from '../../primitives/pointer.js';
import type { Json } from '../json.js';

const NAMES_A_GROUP = new Set(['$inGroup', '$notInGroup']);

/** A group that a condition names, and its JSON pointer in the body. */
export interface NamedGroup {
  readonly key: string;
  readonly pointer: string;
}

/**
 * The groups that a condition names, with repetitions.
 * @param at JSON pointer of the condition in the body
 */
export function namedGroups(condition: Json, at: string): NamedGroup[] {
  if (condition === null || typeof condition !== 'object') return [];
  return Object.entries(condition).flatMap(([name, value]) => {
    const pointer = below(at, name);
    return NAMES_A_GROUP.has(name) && typeof value === 'string'
      ? [{ key: value, pointer }]
      : namedGroups(value, pointer);
  });
}
