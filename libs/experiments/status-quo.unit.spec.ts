import { describe, expect, it } from '@jest/globals';
import { flag as plain } from '../../test/support/experiments.js';
import { flagEnvironmentAggregate, type Flag, type Rule, type FlagPin } from '../flags/index.js';
import { statusQuo } from './status-quo.js';

const here = flagEnvironmentAggregate.initialState;
const germans = { country: 'DE' };
const french = { country: 'FR' };
const flag: Flag = { ...plain, variants: { off: 'old', on: 'new' }, defaultVariant: 'off' };
const pin = (value: string, targeting: FlagPin['targeting']): FlagPin => ({
  ...{ experiment: value, experimentKey: value, variant: 'v', kind: 'rollout', since: '2026-01-01T00:00:00.000Z' },
  value,
  targeting,
});
const rule = (when: Rule['when'], serve: Rule['serve']): Rule => ({ name: null, when, serve });

describe('what an audience gets today', () => {
  it.each([
    ['the default', here, [], undefined, 'old'],
    ['the default of a disabled flag', { ...here, enabled: false }, [pin('one', null)], [rule({}, 'on')], 'old'],
    ['the newest pin for everybody', here, [pin('two', null), pin('one', null)], undefined, 'two'],
    ['the pin for this very audience', here, [pin('two', french), pin('one', germans)], undefined, 'one'],
    ['a pin before a rule', here, [pin('one', germans)], [rule({}, 'on')], 'one'],
    ['the rule for this very audience', here, [pin('one', french)], [rule(french, 'off'), rule(germans, 'on')], 'new'],
    ['no single value where a rule splits it', here, [], [rule({}, { split: { on: '50', off: '50' } })], undefined],
  ])('is %s', (_, state, pins, rules, value) => {
    expect(statusQuo(flag, { ...state, rules }, pins, germans)).toBe(value);
  });

  it('is for everybody what is for everybody', () => {
    expect(statusQuo(flag, { ...here, rules: [rule(germans, 'on')] }, [pin('one', germans)], null)).toBe('old');
    expect(statusQuo(flag, { ...here, rules: [rule({}, 'on')] }, [], null)).toBe('new');
  });
});
