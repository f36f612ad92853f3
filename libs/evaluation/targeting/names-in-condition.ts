import { below } from '../../primitives/pointer.js';
import type { Condition } from './condition.js';

/** An attribute that a condition names, and its JSON pointer in the body. */
export interface NamedAttribute {
  readonly name: string;
  readonly pointer: string;
}

const LISTS = new Set(['$and', '$or', '$nor']);

/**
 * The attributes that a checked condition names, with repetitions. Names within a value, as under `$elemMatch`, are none.
 * @param at JSON pointer of the condition in the body
 */
export function namesInCondition(condition: Condition, at = ''): NamedAttribute[] {
  return Object.entries(condition).flatMap(([name, expected]) => {
    const pointer = below(at, name);
    // The casts are safe: `checkCondition` let only conditions stand here.
    if (name === '$not') return namesInCondition(expected as Condition, pointer);
    if (!LISTS.has(name)) return [{ name, pointer }];
    return (expected as readonly Condition[]).flatMap((each, index) => namesInCondition(each, below(pointer, index)));
  });
}
