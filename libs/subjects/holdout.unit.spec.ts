import { describe, expect, it } from '@jest/globals';
import type { Facts } from '../event-sourcing/decider.js';
import { given } from '../../test/support/given.js';
import {
  changeHoldoutEnd,
  createHoldout,
  endHoldout,
  holdoutAggregate,
  type HoldoutEvent,
  type HoldoutRequest,
} from './holdout.js';

const day = (number: number): string => new Date(Date.UTC(2026, 0, number)).toISOString();
const facts: Facts = { by: { kind: 'user', id: 'ada', name: 'Ada' }, at: day(1) };
const request: HoldoutRequest = { key: 'h', share: '5' };
const nothing = given(holdoutAggregate);
const creating = (changes: Partial<HoldoutRequest>, unknown: readonly string[] = []) =>
  nothing.when((state) => createHoldout(state, { ...request, ...changes }, 'production', new Set(unknown), day(2)));
const created = (changes: Partial<HoldoutRequest> = {}): readonly [HoldoutEvent, Facts] => {
  const [event] = createHoldout(null, { ...request, ...changes }, 'production', new Set(), day(2));
  if (!event) throw new Error('nothing was created');
  return [event, facts];
};
const ends = (endAt: string | null): object => ({ type: 'holdout_end_changed', data: { endAt } });

describe('a holdout', () => {
  it('starts now, covers all flags and ends some time, unless it says otherwise', () => {
    const { state } = given(holdoutAggregate, created());
    expect(state).toMatchObject({ share: '5', flags: null, startAt: day(2), endAt: null });
    const terms = { share: '10', flags: ['a', 'b'], startAt: day(3), endAt: day(4) };
    expect(given(holdoutAggregate, created(terms)).state).toMatchObject(terms);
  });

  it('has a salt of its own', () => {
    const salts = [created(), created({ key: 'other' })].map((event) => given(holdoutAggregate, event).state?.salt);
    expect(new Set(salts).size).toBe(2);
  });

  it.each<readonly [string, Partial<HoldoutRequest>, string, string]>([
    ['more than 10 percent', { share: '10.0001' }, 'out_of_range', '/share'],
    ['less than nobody', { share: '-1' }, 'out_of_range', '/share'],
    ['five decimals', { share: '0.00001' }, 'too_many_decimals', '/share'],
    ['no flags', { flags: [] }, 'too_short', '/flags'],
    ['an unknown flag', { flags: ['a', 'x'] }, 'unknown_flag', '/flags/1'],
    ['an end in the past', { startAt: day(1), endAt: day(2) }, 'in_the_past', '/endAt'],
    ['an end before its start', { startAt: day(5), endAt: day(5) }, 'end_before_start', '/endAt'],
  ])('has not %s', (_, changes, code, pointer) => creating(changes, ['x']).thenRefused(code, pointer));

  it('ends earlier, later, or nobody knows when', () => {
    const past = given(holdoutAggregate, created({ endAt: day(9) }));
    past.when((state) => changeHoldoutEnd(state, 'h', day(5), day(3))).then(ends(day(5)));
    past.when((state) => changeHoldoutEnd(state, 'h', day(12), day(3))).then(ends(day(12)));
    past.when((state) => changeHoldoutEnd(state, 'h', null, day(3))).then(ends(null));
    past.when((state) => changeHoldoutEnd(state, 'h', day(9), day(3))).then();
    past.when((state) => changeHoldoutEnd(state, 'h', day(3), day(3))).thenRefused('in_the_past', '/endAt');
    past.when((state) => endHoldout(state, 'h', day(3))).then(ends(day(3)));
  });

  it('that has ended stays ended', () => {
    const past = given(holdoutAggregate, created({ endAt: day(9) }));
    past.when((state) => changeHoldoutEnd(state, 'h', null, day(9))).thenRefused('wrong_state');
    past.when((state) => endHoldout(state, 'h', day(9))).then();
  });

  it('is one of its key, and not changed where there is none', () => {
    given(holdoutAggregate, created())
      .when((state) => createHoldout(state, request, 'production', new Set(), day(2)))
      .thenRefused('key_taken');
    nothing.when((state) => changeHoldoutEnd(state, 'h', null, day(3))).thenRefused('not_found');
    nothing.when((state) => endHoldout(state, 'h', day(3))).thenRefused('not_found');
  });
});
