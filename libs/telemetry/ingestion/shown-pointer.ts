import type { Json } from '../../event-store/index.js';
import { below, nameOfStep } from '../../primitives/pointer.js';

const FIELD = /^[A-Za-z_][A-Za-z0-9_]{0,39}$/;
const INDEX = /^\d{1,6}$/;
const MAX_STEPS = 20;

/** All names that a schema has, its keywords too. */
export const namesIn = (schema: Json): ReadonlySet<string> => new Set(namesOf(schema));

function namesOf(json: Json): string[] {
  if (Array.isArray(json)) return json.flatMap(namesOf);
  if (json === null || typeof json !== 'object') return [];
  return Object.entries(json).flatMap(([name, value]) => [name, ...namesOf(value)]);
}

/**
 * A JSON pointer into a rejected event, as it may be kept: senders put values into names, too. So below the event's own
 * fields, only names that the schema has and indexes stay; any other name is `*`.
 */
export function shownPointer(pointer: string, names: ReadonlySet<string> = new Set()): string {
  const [, field, ...steps] = pointer.split('/').map(nameOfStep);
  if (field === undefined) return '';
  const shown = steps.slice(0, MAX_STEPS).map((name) => (names.has(name) || INDEX.test(name) ? name : '*'));
  return [FIELD.test(field) ? field : '*', ...shown].reduce(below, '');
}
