import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { compiled, decide, flag as decidedFlag } from '../../test/support/decisions.js';
import { flag } from '../../test/support/experiments.js';
import { asJson } from '../event-sourcing/recorded-event.js';
import { evaluate, splitServe, type RuleSnapshot } from '../evaluation/index.js';
import { adoptPin, changeDefault, replaceRules } from './changing.js';
import { createFlag, describeFlag } from './defining.js';
import { flagAggregate, flagEnvironmentAggregate, semanticsIn, type Flag } from './flag.js';
import type { Rule } from './flag.events.js';
import { saltsOf } from './rules.js';

const variants = { on: 'new', off: 'old' };
const named: Flag = { ...flag, variants, default: 'old', defaultVariant: 'off' };
const here = flagEnvironmentAggregate.initialState;
const facts = { by: { kind: 'user', id: 'olga', name: 'Olga' }, at: '2026-01-01T00:00:00.000Z' } as const;
const rule = (name: string | null, country: string): Rule => ({ name, when: { country }, serve: 'on' });

describe('the default of a flag', () => {
  it('is a plain value, or a variant by its name or by its value', () => {
    expect(changeDefault(flag, here, { default: 'x' }, [])[0]?.data).toMatchObject({
      default: 'x',
      defaultVariant: null,
    });
    const byName = changeDefault(named, here, { defaultVariant: 'on' }, []);
    expect(byName[0]?.data).toEqual({ default: 'new', defaultVariant: 'on', lifted: [] });
    expect(changeDefault(named, here, { default: 'new' }, [])).toEqual(byName);
  });

  it('is no event where it is as before, unless pins end by it', () => {
    expect(changeDefault(named, here, { default: 'old' }, [])).toEqual([]);
    expect(changeDefault(named, here, { defaultVariant: 'off' }, [])).toEqual([]);
    const pins = [{ experiment: 'e1', value: 'new' }];
    expect(changeDefault(named, here, { defaultVariant: 'off' }, pins)[0]?.data).toMatchObject({ lifted: ['e1'] });
  });

  it('has a variant’s name after a pin is adopted, where one has its value', () => {
    const pins = [
      { experiment: 'e2', value: 'new' },
      { experiment: 'e1', value: 'other' },
    ];
    expect(adoptPin(named, pins, 'e2')[0]?.data).toMatchObject({ default: 'new', defaultVariant: 'on' });
    expect(adoptPin(named, pins, 'e1')[0]?.data).toMatchObject({ default: 'other', defaultVariant: null });
    expect(adoptPin(flag, pins, 'e2')[0]?.data).toMatchObject({ default: 'new', defaultVariant: null });
  });
});

describe('a flag', () => {
  it('starts with what is given, and nothing else', () => {
    expect(createFlag(null, { key: 'k', type: 'json', default: [] })[0]?.data).toEqual({
      ...{ key: 'k', type: 'json', variants: {}, default: [], defaultVariant: null, rules: [], semantics: 2 },
      ...{ description: '', tags: [], owner: '', metadata: {}, clientVisible: false },
    });
  });

  it('gets more variants, and keeps the values of those that it has', () => {
    const added = describeFlag(named, 'f', { variants: { ...variants, more: 'm' }, owner: 'Shop' });
    expect(added).toEqual([
      { type: 'flag_variants_added', data: { variants: { more: 'm' } } },
      { type: 'flag_described', data: { owner: 'Shop' } },
    ]);
    expect(describeFlag(named, 'f', { variants })).toEqual([]);
    expect(describeFlag(named, 'f', { variants: {} })).toEqual([]);
    expect(() => describeFlag(named, 'f', { variants: { on: 'newer' } })).toThrow('keeps its value');
  });
});

describe('rules', () => {
  it('that are as they were are no event', () => {
    const rules = [rule('a', 'DE'), rule(null, 'AT')];
    const [event] = replaceRules(named, here, rules);
    expect(event).toEqual({ type: 'flag_rules_replaced', data: { rules, semantics: 2 } });
    expect(replaceRules(named, { ...here, rules }, rules)).toEqual([]);
    expect(replaceRules(named, { ...here, rules }, [])).toHaveLength(1);
    expect(replaceRules({ ...named, rules }, here, rules)).toEqual([]);
  });

  it('are the same by their names or, without one, by their conditions, wherever they stand', () => {
    const rules = [rule('a', 'DE'), rule(null, 'AT'), rule(null, 'CH'), rule(null, 'AT'), rule('b', 'AT')];
    const salts = saltsOf('f', rules);
    expect(new Set(salts).size).toBe(5);
    expect(saltsOf('f', rules.toReversed()).toReversed()).toEqual([salts[0], salts[3], salts[2], salts[1], salts[4]]);
    expect(saltsOf('f', [{ ...rule('a', 'FR'), serve: 'off' }])).toEqual([salts[0]]);
    expect(saltsOf('f', [rule(null, 'FR')])).not.toContain(salts[1]);
    expect(saltsOf('g', rules)).not.toContain(salts[0]);
  });
});

describe('the semantics of rules', () => {
  const rules = [rule('a', 'DE')];
  // The data that an earlier version stored.
  const { rules: _, ...content } = { ...named, archived: undefined };
  const shared = flagAggregate.codec.decode({
    type: 'flag_created',
    data: asJson({ ...content, rules }),
    metadata: {},
  });
  const replaced = flagEnvironmentAggregate.codec.decode({
    type: 'flag_rules_replaced',
    data: asJson({ rules }),
    metadata: { v: 1 },
  });
  const stored = flagAggregate.evolve(null, shared, facts) ?? named;
  const storedHere = flagEnvironmentAggregate.evolve(here, replaced, facts);

  it('are 1 as stored before there were others, until the rules are others', () => {
    expect(semanticsIn(stored, undefined)).toBe(1);
    expect(semanticsIn(stored, here)).toBe(1);
    expect(semanticsIn(stored, storedHere)).toBe(1);
    expect(replaceRules(stored, here, rules)).toEqual([]);
    expect(replaceRules(stored, storedHere, rules)).toEqual([]);
    for (const state of [here, storedHere]) {
      const [event] = replaceRules(stored, state, [rule('a', 'AT')]);
      if (event === undefined) throw new Error('other rules are an event');
      expect(semanticsIn(stored, flagEnvironmentAggregate.evolve(state, event, facts))).toBe(2);
    }
  });

  it('of an environment are its own', () => {
    const [event] = createFlag(null, { key: 'k', type: 'json', default: [] });
    const created = event && flagAggregate.evolve(null, event, facts);
    if (!created) throw new Error('there is no flag');
    expect(semanticsIn(created, here)).toBe(2);
    expect(semanticsIn(created, storedHere)).toBe(1);
  });
});

describe('a split', () => {
  const names = ['plain', 'dark', 'loud'] as const;
  const flagWith = (shares: readonly number[], salt = 's') => {
    const split = Object.fromEntries(names.map((name, index) => [name, String(shares[index] ?? 0)]));
    const rules: RuleSnapshot[] = [{ name: null, when: {}, serve: splitServe(salt, split) }];
    return compiled({ ...decidedFlag, rules });
  };
  const served = (flag: ReturnType<typeof flagWith>, subjectId: string) =>
    evaluate(flag, 'button', { subjectId, attributes: {}, now: 0 }).variant;
  const subjects = Array.from({ length: 2_000 }, (_, index) => `user-${index}`);

  it('gives each variant its share', () => {
    const flag = flagWith([20, 30, 50]);
    const count = (name: string) => subjects.filter((subject) => served(flag, subject) === name).length;
    names.forEach((name, index) => expect(Math.abs(count(name) / 20 - ([20, 30, 50][index] ?? 0))).toBeLessThan(4));
  });

  it('moves nobody out of a share that is raised at the others’ cost', () => {
    const cents = fc.integer({ min: 0, max: 100 });
    fc.assert(
      fc.property(cents, cents, fc.nat(2), cents, cents, (one, two, raised, less, other) => {
        const [low, high] = [Math.min(one, two), Math.max(one, two)];
        const before = [low, high - low, 100 - high];
        // Each of the others gives some of what it has.
        const after = before.map((share, index) => {
          return index === raised ? 0 : Math.floor((share * (index % 2 === 0 ? less : other)) / 100);
        });
        after[raised] = 100 - after.reduce((sum, share) => sum + share, 0);
        const [old, now] = [flagWith(before), flagWith(after)];
        const name = names[raised];
        return subjects
          .slice(0, 300)
          .every((subject) => served(old, subject) !== name || served(now, subject) === name);
      }),
      { seed: 7, numRuns: 100 },
    );
  });

  it('is another one under another salt', () => {
    const [one, other] = [flagWith([50, 50, 0], 'one'), flagWith([50, 50, 0], 'other')];
    const moved = subjects.filter((subject) => served(one, subject) !== served(other, subject)).length;
    expect(moved).toBeGreaterThan(800);
    expect(moved).toBeLessThan(1_200);
  });

  it('has no answer without a subject', () => {
    const rules: RuleSnapshot[] = [{ name: null, when: {}, serve: splitServe('s', { dark: '100' }) }];
    const flag = { ...decidedFlag, rules };
    expect(decide(flag, {})).toMatchObject({ value: 'grey', variant: 'plain', reason: 'missing_subject' });
    expect(decide(flag, { subjectId: 's' })).toMatchObject({ value: 'black', variant: 'dark', reason: 'rule_split' });
  });
});
