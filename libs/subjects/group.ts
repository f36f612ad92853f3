import {
  checkCondition,
  CURRENT_SEMANTICS,
  namedGroups,
  semanticsOf,
  type Condition,
  type Meant,
} from '../evaluation/index.js';
import { canonicalJson } from '../primitives/canonical-json.js';
import type { Json } from '../event-store/index.js';
import type { Aggregate } from '../event-sourcing/aggregate.js';
import type { DomainEvent } from '../event-sourcing/decider.js';
import { eventCodec } from '../event-sourcing/event-codec.js';
import { conflict, invalid, notFound } from '../primitives/refusal.js';
import { checkSubject } from './subject.js';

const MAX_SUBJECTS = 10_000;
/** As JSON; an event that names all of them stays well below the maximum size of an event. */
const MAX_BYTES = 512 * 1024;

/** The members of a group: listed subjects, or all subjects that match a condition. */
export type Members =
  | { readonly kind: 'list'; readonly subjects: readonly string[] }
  | ({ readonly kind: 'condition'; readonly when: Condition } & Meant);

export interface Group {
  readonly key: string;
  readonly members: Members;
  /** An archived group still decides where it is named, but it can neither be changed nor named anew. */
  readonly archived: boolean;
}

/** On `group-<key>`: all environments share it. */
export type GroupEvent =
  | DomainEvent<'group_created', { key: string; members: Members }>
  | DomainEvent<'group_replaced', { members: Members }>
  | DomainEvent<'group_subjects_changed', { added: readonly string[]; removed: readonly string[] }>
  | DomainEvent<'group_archived', Record<string, never>>
  | DomainEvent<'group_restored', Record<string, never>>;

const GROUP_CATEGORY = 'group';
export const groupStream = (key: string): string => `${GROUP_CATEGORY}-${key}`;

/** A group; null before it is created. */
export const groupAggregate: Aggregate<Group | null, GroupEvent> = {
  category: GROUP_CATEGORY,
  codec: eventCodec<GroupEvent>({
    // Version 2 names the semantics of a condition.
    group_created: { version: 2, upcasters: { 1: (data) => data } },
    group_replaced: { version: 2, upcasters: { 1: (data) => data } },
    group_subjects_changed: 1,
    group_archived: 1,
    group_restored: 1,
  }),
  initialState: null,
  shared: true,
  evolve: (group, event) => {
    switch (event.type) {
      case 'group_created':
        return { ...event.data, archived: false };
      case 'group_replaced':
        return group && { ...group, members: event.data.members };
      case 'group_subjects_changed':
        return group && { ...group, members: { kind: 'list', subjects: changedBy(listed(group), event.data) } };
      case 'group_archived':
        return group && { ...group, archived: true };
      case 'group_restored':
        return group && { ...group, archived: false };
    }
  },
};

/** The members of a group in a request: one of the two fields. */
export interface MembersRequest {
  readonly subjects?: readonly string[] | undefined;
  readonly when?: Condition | undefined;
}

export function createGroup(state: Group | null, key: string, request: MembersRequest): GroupEvent[] {
  if (state) throw conflict('key_taken', `the group ${key} exists already`);
  return [{ type: 'group_created', data: { key, members: membersOf(request) } }];
}

/** Replaces all members. The same condition again keeps its semantics. */
export function replaceGroup(state: Group | null, key: string, request: MembersRequest): GroupEvent[] {
  const group = changeableGroup(state, key);
  const members = membersOf(request);
  return isSame(members, group.members) ? [] : [{ type: 'group_replaced', data: { members } }];
}

/** Adds and removes subjects of a list. */
export function changeSubjects(
  state: Group | null,
  key: string,
  {
    add = [],
    remove = [],
  }: { readonly add?: readonly string[] | undefined; readonly remove?: readonly string[] | undefined },
): GroupEvent[] {
  const group = changeableGroup(state, key);
  if (group.members.kind === 'condition') {
    throw conflict('group_is_condition', `the group ${key} is a condition: it has no subjects to add or remove`);
  }
  add.forEach((subject, index) => checkSubject(subject, `/add/${index}`));
  const out = new Set(remove);
  const both = add.findIndex((subject) => out.has(subject));
  if (both >= 0) throw invalid('invalid_value', 'a subject is either added or removed', `/add/${both}`);
  const before = new Set(group.members.subjects);
  const added = [...new Set(add)].filter((subject) => !before.has(subject));
  const removed = [...out].filter((subject) => before.has(subject));
  if (added.length === 0 && removed.length === 0) return [];
  checkExtent(changedBy(group.members.subjects, { added, removed }), '/add');
  return [{ type: 'group_subjects_changed', data: { added, removed } }];
}

export function archiveGroup(state: Group | null, key: string): GroupEvent[] {
  if (!state) throw notFound('group', key);
  return state.archived ? [] : [{ type: 'group_archived', data: {} }];
}

export function restoreGroup(state: Group | null, key: string): GroupEvent[] {
  if (!state) throw notFound('group', key);
  return state.archived ? [{ type: 'group_restored', data: {} }] : [];
}

/** The JSON document of a group. */
export function groupDocument({ key, members, archived }: Group) {
  return { key, ...(members.kind === 'list' ? { subjects: members.subjects } : shownCondition(members)), archived };
}

/** A group with the number of its subjects instead of them. */
export type GroupSummary = ReturnType<typeof groupSummary>;

/** A list of subjects is shown by its size, a condition in full. */
export function groupSummary({ key, members, archived }: Group) {
  const who = members.kind === 'list' ? { size: members.subjects.length } : shownCondition(members);
  return { key, ...who, archived };
}

/** The condition of a group in its document. */
export const shownCondition = (condition: Extract<Members, { kind: 'condition' }>) => ({
  when: condition.when,
  semantics: semanticsOf(condition),
});

/** Returns the group, if it may be changed or named. @throws Refusal not_found, `group_archived` */
export function changeableGroup(state: Group | null, key: string): Group {
  if (!state) throw notFound('group', key);
  if (state.archived) throw conflict('group_archived', `the group ${key} is archived`);
  return state;
}

function membersOf({ subjects, when }: MembersRequest): Members {
  if (subjects !== undefined && when !== undefined) {
    throw invalid('invalid_value', 'a group is a list of subjects or a condition, not both', '/when');
  }
  if (when !== undefined) {
    checkCondition(when, '/when');
    const [named] = namedGroups(when, '/when');
    if (named) throw invalid('group_in_group', 'the condition of a group names no group', named.pointer);
    return { kind: 'condition', when, semantics: CURRENT_SEMANTICS };
  }
  if (subjects === undefined) throw invalid('required', 'name its subjects, or the condition for them', '/subjects');
  subjects.forEach((subject, index) => checkSubject(subject, `/subjects/${index}`));
  const distinct = [...new Set(subjects)];
  checkExtent(distinct, '/subjects');
  return { kind: 'list', subjects: distinct };
}

function checkExtent(subjects: readonly string[], pointer: string): void {
  if (subjects.length > MAX_SUBJECTS) {
    throw invalid('too_many_subjects', `a group has at most ${MAX_SUBJECTS} subjects: use a condition`, pointer);
  }
  if (Buffer.byteLength(JSON.stringify(subjects)) > MAX_BYTES) {
    throw invalid('too_large', `the subjects of a group have at most ${MAX_BYTES} bytes`, pointer);
  }
}

/** Lists are the same in their order, conditions whatever their semantics. */
function isSame(one: Members, other: Members): boolean {
  const content = (members: Members): Json => (members.kind === 'list' ? members.subjects : members.when);
  return one.kind === other.kind && canonicalJson(content(one)) === canonicalJson(content(other));
}

const listed = ({ members }: Group): readonly string[] => (members.kind === 'list' ? members.subjects : []);

function changedBy(
  subjects: readonly string[],
  { added, removed }: { readonly added: readonly string[]; readonly removed: readonly string[] },
): string[] {
  const out = new Set(removed);
  return [...subjects.filter((subject) => !out.has(subject)), ...added];
}
