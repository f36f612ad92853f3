import { describe, expect, it } from '@jest/globals';
import { compiled, flag, NOW, rolledOut, running } from '../../../test/support/decisions.js';
import { evaluate, type FlagSnapshot } from '../../evaluation/index.js';
import { BulkPlans } from './bulk-plan.js';
import { textsOf } from './evaluation.js';

const rules = [{ name: null, when: { plan: 'paid' }, serve: { kind: 'variant', variant: 'loud' } as const }];
const override = {
  ...{ id: 'o', for: { kind: 'subject' as const, subject: 'sue' }, variant: 'loud', value: 'pink' },
  ...{ experiment: null, expiresAt: NOW + 1 },
};
const ASKED: readonly [string, Partial<FlagSnapshot>][] = [
  ['rule', { rules }],
  ['experiment', { experiment: running() }],
  ['pin', { pins: [rolledOut] }],
  ['override', { overrides: [override] }],
];

/** The plan of an environment with these flags, by key. */
function planned(flags: readonly (readonly [string, Partial<FlagSnapshot>])[]) {
  const all = flags.map(([key, changes]) => compiled({ ...flag, key, ...changes }));
  let [version, made] = ['1', 0];
  const decider = {
    flags: () => {
      made += 1;
      return all;
    },
    evaluate,
  };
  const plans = new BulkPlans(decider);
  return { all, plan: () => plans.of('production', version), made: () => made, change: () => void (version += '1') };
}

describe('the plan of an evaluation of all flags', () => {
  it('asks those flags alone that something may decide', () => {
    const { plan } = planned([...ASKED, ['plain', {}], ['off', { rules, enabled: false }]]);
    expect(plan().asking.map((texts) => texts.flag.snapshot.key)).toEqual(ASKED.map(([key]) => key));
    expect(Object.fromEntries(plan().same.reasons)).toEqual({ default: 1, flag_disabled: 1 });
  });

  it('has the answers of the others as anybody gets them', () => {
    const { plan, all } = planned([
      ['plain', {}],
      ['off', { enabled: false }],
    ]);
    const asked = { subjectId: 'sue', attributes: { plan: 'paid' }, now: NOW };
    const answers = all.map((each) => textsOf(each).textOf(evaluate(each, each.snapshot.key, asked), null));
    expect(plan().same).toMatchObject({ count: 2, toTheEnd: `${answers.join()}]}` });
  });

  it('is made again when the environment has changed, and not before', () => {
    const { plan, made, change } = planned(ASKED);
    expect(plan()).toBe(plan());
    expect(made()).toBe(1);
    change();
    plan();
    expect(made()).toBe(2);
  });
});
