import { Buckets, slotOf, SLOTS } from './bucketing.js';
import type { CompiledDomain } from './compiled-flag.js';
import type { ConflictDomainSnapshot, GroupSnapshot } from './snapshot.js';
import { compileMatcher, type Group, type Groups } from './targeting/compile-condition.js';
import { semanticsOf } from './targeting/semantics.js';

/** Compiles lists first: a condition can refer to every list, and to the conditions before it. */
export function compileGroups(groups: readonly GroupSnapshot[]): Groups {
  const compiled = new Map<string, Group>();
  for (const group of groups) if (group.kind === 'list') compiled.set(group.key, new Set(group.subjects));
  for (const group of groups) {
    if (group.kind === 'condition') compiled.set(group.key, compileMatcher(group.when, semanticsOf(group), compiled));
  }
  return compiled;
}

/** The slots of a conflict domain and their owners. */
export function compileDomain({ key, salt, reservations }: ConflictDomainSnapshot): CompiledDomain {
  const buckets = new Buckets(salt, 'conflict');
  const owners = reservations.map(({ experiment }) => experiment);
  const ownerIndex = new Int32Array(SLOTS).fill(-1);
  reservations.forEach(({ slots }, index) => {
    for (const [from, end] of slots) ownerIndex.fill(index, from, end);
  });
  return {
    key,
    slot: (subject) => slotOf(buckets.of(subject)),
    ownerOf: (slot) => owners[ownerIndex[slot] ?? -1] ?? null,
  };
}

/** Stands in for an unknown domain: all its slots are free, so no subject is in an experiment of it. */
export const emptyDomain = (key: string): CompiledDomain => compileDomain({ key, salt: key, reservations: [] });
