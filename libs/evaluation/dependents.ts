import { groupedBy } from '../primitives/grouped.js';
import type { FlagSnapshot } from './snapshot.js';

/** These flags, and all whose decisions depend on theirs through prerequisites. */
export function withDependents(flags: readonly FlagSnapshot[], keys: Iterable<string>): Set<string> {
  const requirements = flags.flatMap(({ key, requires = [] }) => requires.map(({ flag }) => ({ flag, by: key })));
  const dependents = groupedBy(requirements, ({ flag }) => flag);
  const all = new Set(keys);
  // A set can grow while it is iterated: what is added is visited, too.
  for (const key of all) for (const { by } of dependents.get(key) ?? []) all.add(by);
  return all;
}
