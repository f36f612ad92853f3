import { describe, expect, it } from '@jest/globals';
import { type Experiment, experimentAggregate } from '../experiments/index.js';
import type { Facts } from '../event-sourcing/decider.js';
import { flag, isCompleted, isRunning, aDraft, type Past } from '../../test/support/experiments.js';
import { given } from '../../test/support/given.js';
import type { Group } from './group.js';
import { createOverride, endOverride, overrideAggregate, type Named, type OverrideRequest } from './override.js';

const NOW = '2026-01-10T00:00:00.000Z';
const facts: Facts = { by: { kind: 'user', id: 'olga', name: 'Olga' }, at: NOW };
const place = { id: 'o1', environment: 'production' };
const staff: Group = { key: 'staff', members: { kind: 'list', subjects: ['ada'] }, archived: false };
const named: Named = { flag: { ...flag, variants: { on: 'new', off: 'old' } }, group: staff, experiment: null };
const request: OverrideRequest = { flag: 'f', subject: 'ada', variant: 'on' };
const experiment = (past: Past): Experiment | null => given(experimentAggregate, ...past).state;
const created = (changes: object): object => {
  const terms = { ...place, flag: 'f', for: { kind: 'subject', subject: 'ada' }, variant: 'on', experiment: null };
  return { type: 'override_created', data: { ...terms, expiresAt: '2026-01-17T00:00:00.000Z', ...changes } };
};
const nothing = given(overrideAggregate);
const creating = (changes: Partial<OverrideRequest> = {}, known: Partial<Named> = {}) =>
  nothing.when((state) => createOverride(state, place, { ...request, ...changes }, { ...named, ...known }, NOW));

describe('an override', () => {
  it('serves a subject one of the named variants, for 7 days', () => creating().then(created({})));

  it('is for a group, and expires when it is told to', () => {
    const expiresAt = '2026-01-10T00:00:01.000Z';
    creating({ subject: undefined, group: 'staff', expiresAt }).then(
      created({ for: { kind: 'group', group: 'staff' }, expiresAt }),
    );
  });

  it.each([
    ['a draft', aDraft],
    ['a running experiment', isRunning],
  ])('serves an arm of %s', (_, past) => {
    creating({ variant: 'treatment', experiment: 'e1' }, { experiment: experiment(past) }).then(
      created({ variant: 'treatment', experiment: 'e1' }),
    );
  });

  it.each<readonly [string, Partial<OverrideRequest>, Partial<Named>, string, string | undefined]>([
    ['nobody', { subject: undefined }, {}, 'required', '/subject'],
    ['both', { group: 'staff' }, {}, 'invalid_value', '/group'],
    ['an unknown group', { subject: undefined, group: 'x' }, { group: null }, 'unknown_group', '/group'],
    [
      'an archived group',
      { subject: undefined, group: 'staff' },
      { group: { ...staff, archived: true } },
      'group_archived',
      undefined,
    ],
    ['an unknown flag', {}, { flag: null }, 'unknown_flag', '/flag'],
    ['an archived flag', {}, { flag: { ...flag, archived: true } }, 'flag_archived', undefined],
    ['no variant of the flag', { variant: 'treatment' }, {}, 'unknown_variant', '/variant'],
    ['a variant of JavaScript', { variant: 'constructor' }, {}, 'unknown_variant', '/variant'],
    ['an unknown experiment', { experiment: 'e1' }, {}, 'unknown_experiment', '/experiment'],
    ['no arm of it', { experiment: 'e1' }, { experiment: experiment(aDraft) }, 'unknown_variant', '/variant'],
    [
      'an experiment that is over',
      { experiment: 'e1', variant: 'treatment' },
      { experiment: experiment(isCompleted) },
      'wrong_state',
      undefined,
    ],
    ['the past', { expiresAt: NOW }, {}, 'in_the_past', '/expiresAt'],
  ])('is not for %s', (_, changes, known, code, pointer) => creating(changes, known).thenRefused(code, pointer));

  it('says which variant there is not, and how an arm of an experiment is named', () => {
    const unknown = (): unknown => createOverride(null, place, { ...request, variant: 'treatment' }, named, NOW);
    expect(unknown).toThrow(/has no variant "treatment".*name its id in "experiment"/);
  });

  it('is not of an experiment on another flag', () => {
    const other = { ...named.flag, key: 'g' } as Named['flag'];
    creating({ experiment: 'e1' }, { flag: other, experiment: experiment(aDraft) }).thenRefused(
      'other_flag',
      '/experiment',
    );
  });

  it('says who made it, and ends once', () => {
    const event = createOverride(null, place, request, named, NOW)[0];
    if (!event) throw new Error('nothing was created');
    const past = given(overrideAggregate, [event, facts]);
    expect(past.state).toMatchObject({ createdBy: facts.by, createdAt: NOW, endedAt: null });
    past.when((state) => endOverride(state, 'o1')).then({ type: 'override_ended', data: {} });
    given(overrideAggregate, [event, facts], [{ type: 'override_ended', data: {} }, facts])
      .when((state) => endOverride(state, 'o1'))
      .then();
    nothing.when((state) => endOverride(state, 'o1')).thenRefused('not_found');
  });
});
