import { below } from '../../platform/pointer.js';
import type { Json } from '../json.js';

const NAMES_A_GROUP = new Set(['$inGroup', '$notInGroup']);

/**
 * Where a condition first names a group.
 * @param at where it stands in the body
 * @returns the pointer; undefined where it names none
 */
export function namedGroup(condition: Json, at: string): string | undefined {
  if (condition === null || typeof condition !== 'object') return undefined;
  for (const [name, value] of Object.entries(condition)) {
    const pointer = below(at, name);
    const found = NAMES_A_GROUP.has(name) ? pointer : namedGroup(value, pointer);
    if (found !== undefined) return found;
  }
  return undefined;
}
