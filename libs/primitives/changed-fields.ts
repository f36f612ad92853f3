import { canonicalJson } from './canonical-json.js';

/** The wanted fields whose values differ from the current ones, so that an event has only changes. */
export function changedFields<T extends object>(wanted: Partial<T>, now: T): Partial<T> {
  const entries = Object.entries(wanted).filter(
    ([name, value]) => value !== undefined && canonicalJson(value) !== canonicalJson(now[name as keyof T]),
  );
  // The cast is safe: the entries are a subset of those of `wanted`.
  return Object.fromEntries(entries) as Partial<T>;
}
