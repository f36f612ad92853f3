import { describe, expect, it } from '@jest/globals';
import type { Facts } from '../event-sourcing/decider.js';
import { given } from '../../test/support/given.js';
import {
  archiveGroup,
  changeSubjects,
  createGroup,
  groupAggregate,
  replaceGroup,
  shownCondition,
  type GroupEvent,
  type Members,
} from './group.js';

const facts: Facts = { by: { kind: 'user', id: 'olga', name: 'Olga' }, at: '2026-01-01T00:00:00.000Z' };
const created = (members: Members): readonly [GroupEvent, Facts] => [
  { type: 'group_created', data: { key: 'staff', members } },
  facts,
];
const list = (...subjects: string[]): Members => ({ kind: 'list', subjects });
const aList = created(list('ada', 'grace'));
const aCondition = created({ kind: 'condition', when: { country: 'DE' } });
const archived: readonly [GroupEvent, Facts] = [{ type: 'group_archived', data: {} }, facts];
const nothing = given(groupAggregate);

describe('a group', () => {
  it('is a list of subjects, each once, or a condition', () => {
    nothing
      .when((state) => createGroup(state, 'staff', { subjects: ['ada', 'grace', 'ada'] }))
      .then({ type: 'group_created', data: { key: 'staff', members: list('ada', 'grace') } });
    nothing
      .when((state) => createGroup(state, 'de', { when: { country: 'DE' } }))
      .then({
        type: 'group_created',
        data: { key: 'de', members: { kind: 'condition', when: { country: 'DE' }, semantics: 2 } },
      });
  });

  it('keeps the semantics of its condition until that is another', () => {
    const stored = groupAggregate.codec.decode({
      type: 'group_created',
      data: { key: 'de', members: { kind: 'condition', when: { country: 'DE' } } },
      metadata: { v: 1 },
    });
    given(groupAggregate, [stored, facts])
      .when((state) => replaceGroup(state, 'de', { when: { country: 'DE' } }))
      .then();
    given(groupAggregate, [stored, facts])
      .when((state) => replaceGroup(state, 'de', { when: { country: 'AT' } }))
      .then({
        type: 'group_replaced',
        data: { members: { kind: 'condition', when: { country: 'AT' }, semantics: 2 } },
      });
    expect(shownCondition({ kind: 'condition', when: {} })).toEqual({ when: {}, semantics: 1 });
  });

  it.each([
    ['nothing', {}, 'required', '/subjects'],
    ['both', { subjects: [], when: {} }, 'invalid_value', '/when'],
    ['a subject without characters', { subjects: ['ada', ''] }, 'too_short', '/subjects/1'],
    ['a subject of 1,001', { subjects: ['x'.repeat(1_001)] }, 'too_long', '/subjects/0'],
    [
      '10,001 subjects',
      { subjects: Array.from({ length: 10_001 }, (_, index) => `${index}`) },
      'too_many_subjects',
      '/subjects',
    ],
    [
      'more than 512 KiB',
      { subjects: Array.from({ length: 600 }, (_, index) => `${index}`.padEnd(1_000, 'x')) },
      'too_large',
      '/subjects',
    ],
    ['an unknown operator', { when: { a: { $near: 1 } } }, 'unknown_operator', '/when/a/$near'],
    ['another group', { when: { $or: [{ a: { $inGroup: 'x' } }] } }, 'group_in_group', '/when/$or/0/a/$inGroup'],
    ['no other group', { when: { a: { $not: { $notInGroup: 'x' } } } }, 'group_in_group', '/when/a/$not/$notInGroup'],
  ])('is not %s', (_, members, code, pointer) => {
    nothing.when((state) => createGroup(state, 'staff', members)).thenRefused(code, pointer);
    given(groupAggregate, aCondition)
      .when((state) => replaceGroup(state, 'staff', members))
      .thenRefused(code, pointer);
  });

  it('is created once', () => {
    given(groupAggregate, aList)
      .when((state) => createGroup(state, 'staff', { subjects: [] }))
      .thenRefused('key_taken');
  });

  it('gains and loses subjects by one event that names only those', () => {
    const past = given(groupAggregate, aList);
    const change = { add: ['ben', 'ada'], remove: ['grace', 'nobody'] };
    const event: GroupEvent = { type: 'group_subjects_changed', data: { added: ['ben'], removed: ['grace'] } };
    past.when((state) => changeSubjects(state, 'staff', change)).then(event);
    expect(given(groupAggregate, aList, [event, facts]).state?.members).toEqual(list('ada', 'ben'));
  });

  it('says nothing where nothing changes', () => {
    const past = given(groupAggregate, aList);
    past.when((state) => changeSubjects(state, 'staff', { add: ['ada'], remove: ['nobody'] })).then();
    past.when((state) => changeSubjects(state, 'staff', {})).then();
    past.when((state) => replaceGroup(state, 'staff', { subjects: ['ada', 'grace'] })).then();
    given(groupAggregate, aList, archived)
      .when((state) => archiveGroup(state, 'staff'))
      .then();
  });

  it('neither adds and removes one subject, nor grows without bound, nor changes the subjects of a condition', () => {
    const past = given(groupAggregate, aList);
    past
      .when((state) => changeSubjects(state, 'staff', { add: ['ben'], remove: ['ben'] }))
      .thenRefused('invalid_value', '/add/0');
    past.when((state) => changeSubjects(state, 'staff', { add: [''] })).thenRefused('too_short', '/add/0');
    const many = Array.from({ length: 9_999 }, (_, index) => `${index}`);
    past.when((state) => changeSubjects(state, 'staff', { add: many })).thenRefused('too_many_subjects', '/add');
    given(groupAggregate, aCondition)
      .when((state) => changeSubjects(state, 'staff', { add: ['ada'] }))
      .thenRefused('group_is_condition');
  });

  it('may become the other kind', () => {
    const replaced: GroupEvent = { type: 'group_replaced', data: { members: list('ben') } };
    given(groupAggregate, aCondition)
      .when((state) => replaceGroup(state, 'staff', { subjects: ['ben'] }))
      .then(replaced);
    expect(given(groupAggregate, aCondition, [replaced, facts]).state?.members).toEqual(list('ben'));
  });

  it('keeps its members when it is archived, for good', () => {
    const past = given(groupAggregate, aList, archived);
    expect(past.state).toEqual({ key: 'staff', members: list('ada', 'grace'), archived: true });
    past.when((state) => replaceGroup(state, 'staff', { subjects: [] })).thenRefused('group_archived');
    past.when((state) => changeSubjects(state, 'staff', { add: ['ben'] })).thenRefused('group_archived');
  });

  it('that is not there is not changed', () => {
    nothing.when((state) => replaceGroup(state, 'x', { subjects: [] })).thenRefused('not_found');
    nothing.when((state) => changeSubjects(state, 'x', {})).thenRefused('not_found');
    nothing.when((state) => archiveGroup(state, 'x')).thenRefused('not_found');
  });
});
