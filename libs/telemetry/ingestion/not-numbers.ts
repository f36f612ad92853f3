import type { JsonObject } from '../../event-store/index.js';
import { own } from '../../primitives/own.js';
import { below } from '../../primitives/pointer.js';

/** What is odd about an event that is accepted all the same. */
export interface EventWarning {
  readonly code: 'not_a_number';
  /** JSON pointer into the event. */
  readonly pointer: string;
  readonly message: string;
}

/** Warnings of the values that metrics would read as numbers, and that are none: they add nothing to any metric. */
export function notNumbers(properties: JsonObject | undefined, counted: readonly string[]): EventWarning[] {
  return counted.flatMap((name): EventWarning[] => {
    const value = properties && own(properties, name);
    if (value === undefined || value === null || typeof value === 'number') return [];
    const message = `a metric counts ${name} as a number, so it takes nothing of this ${typeof value}: send a number`;
    return [{ code: 'not_a_number', pointer: below('/properties', name), message }];
  });
}
