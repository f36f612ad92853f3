import { describe, expect, it } from '@jest/globals';
import { compiled, flag, noSettings, NOW, rolledOut, running } from '../../../test/support/decisions.js';
import { compileEnvironment, evaluate, type FlagSnapshot } from '../../evaluation/index.js';
import { evaluationOf, textsOf } from './evaluation.js';

const metadata = {
  team: 'checkout "a"',
  weight: 0.5,
  on: true,
  phase: 'ours',
  decisionId: 'ours',
  assayReason: 'ours',
};
const rules = [{ name: null, when: { plan: 'paid' }, serve: { kind: 'variant', variant: 'loud' } as const }];

describe('an evaluation as the protocol has it', () => {
  it.each<[string, Partial<FlagSnapshot>, string | null]>([
    ['a plain flag', {}, null],
    ['its own metadata', { metadata }, null],
    ['an experiment', { experiment: running(), metadata }, 'signed'],
    ['a paused one', { experiment: running({ status: 'paused' }) }, null],
    ['a pin', { pins: [rolledOut] }, null],
    ['a rule', { rules, variants: { ...flag.variants, loud: { deep: [1, null] } } }, null],
    ['a disabled flag', { enabled: false }, null],
  ])('is the same as fields and as text: %s', (_, changes, decisionId) => {
    const of = compiled({ ...flag, ...changes });
    const decision = evaluate(of, flag.key, { subjectId: 'user-1', attributes: { plan: 'paid' }, now: NOW });
    expect(textsOf(of).textOf(decision, decisionId)).toBe(JSON.stringify(evaluationOf(of, decision, decisionId)));
  });
});

const compile = compileEnvironment(
  noSettings,
  [],
  (subject) => subject,
  () => undefined,
);
const pin = (experimentId: string, value: string, plan: string) => ({
  experimentId,
  experimentKey: `key of ${experimentId}`,
  startedAt: NOW,
  variant: 'winner',
  value,
  kind: 'rollout' as const,
  targeting: plan === '' ? null : { plan },
});

/** What the flag answers those of a plan. */
function answered(changes: Partial<FlagSnapshot>) {
  const made = compile({ ...flag, ...changes });
  return (plan: string, id: string | null = null): Record<string, unknown> => {
    const decision = evaluate(made, flag.key, { subjectId: 'sue', attributes: { plan }, now: NOW });
    return JSON.parse(textsOf(made).textOf(decision, id)) as Record<string, unknown>;
  };
}

describe('an evaluation as text', () => {
  it('says what came out, whatever came out before', () => {
    const answer = answered({ pins: [pin('a', 'one', 'paid'), pin('b', 'two', 'free')] });
    for (let again = 0; again < 2; again += 1) {
      expect(answer('paid')).toMatchObject({
        value: 'one',
        reason: 'TARGETING_MATCH',
        metadata: { experiment: 'key of a' },
      });
      expect(answer('free')).toMatchObject({ value: 'two', metadata: { experiment: 'key of b' } });
      expect(answer('none')).toMatchObject({ value: 'grey', reason: 'DEFAULT', variant: 'plain' });
    }
    expect(answered({ pins: [pin('a', 'one', '')] })('any')).toMatchObject({ value: 'one', reason: 'STATIC' });
  });

  it('gives overrides of one name each their own value', () => {
    const override = (subject: string, value: string) => ({
      id: subject,
      for: { kind: 'subject' as const, subject },
      variant: 'same',
      value,
      experiment: null,
      expiresAt: NOW + 1,
    });
    const made = compile({ ...flag, overrides: [override('sue', 'one'), override('tom', 'two')] });
    const values = ['sue', 'tom'].map((subjectId) => {
      const decision = evaluate(made, flag.key, { subjectId, attributes: {}, now: NOW });
      return (JSON.parse(textsOf(made).textOf(decision, null)) as { value: unknown }).value;
    });
    expect(values).toEqual(['one', 'two']);
    const other = evaluate(made, flag.key, { subjectId: 'ann', attributes: {}, now: NOW });
    expect(JSON.parse(textsOf(made).textOf(other, null))).toMatchObject({ reason: 'DEFAULT', value: 'grey' });
  });

  it('has the flag’s metadata, its own before those of the same name, and the id of this decision', () => {
    const answer = answered({ metadata: { team: 'shop', tier: 1, 'a"b': true, decisionId: 'mine', phase: 7 } });
    for (const id of ['one', 'two']) {
      expect(answer('', id)['metadata']).toEqual({
        team: 'shop',
        tier: 1,
        'a"b': true,
        decisionId: id,
        assayReason: 'default',
      });
    }
    expect(answer('')['metadata']).not.toHaveProperty('decisionId');
  });
});
