import { canonicalJson } from './canonical-json.js';

/** Those of the wanted fields that are not as they are now, so that an event names only what changes. */
export function changedFields<T extends object>(wanted: Partial<T>, now: T): Partial<T> {
  const entries = Object.entries(wanted).filter(
    ([name, value]) => value !== undefined && canonicalJson(value) !== canonicalJson(now[name as keyof T]),
  );
  // Some of the fields of `wanted`, each with its own value.
  return Object.fromEntries(entries) as Partial<T>;
}
