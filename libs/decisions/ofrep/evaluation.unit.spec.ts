import { describe, expect, it } from '@jest/globals';
import { compiled, flag, NOW, rolledOut, running } from '../../../test/support/decisions.js';
import { evaluate } from '../evaluate.js';
import type { FlagSnapshot } from '../snapshot.js';
import { evaluationOf, evaluationText } from './evaluation.js';

const metadata = { team: 'checkout "a"', weight: 0.5, on: true, phase: 'ours', decisionId: 'ours', assayReason: 'ours' };
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
    expect(evaluationText(of, decision, decisionId)).toBe(JSON.stringify(evaluationOf(of, decision, decisionId)));
  });
});
