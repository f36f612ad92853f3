import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type MarginFacts, type PrimaryFacts, type VerdictFacts, verdictOf } from './verdict.js';

const open: PrimaryFacts = {
  ...{ declared: true, better: 'higher' },
  ...{ alwaysValid: [-0.01, 0.04], fixed90: [-0.005, 0.03], plannedMde: 0.02 },
};
const undeclared: PrimaryFacts = { ...open, declared: false, alwaysValid: null, fixed90: null };
const better: PrimaryFacts = { ...open, alwaysValid: [0.01, 0.05] };
const worse: PrimaryFacts = { ...open, alwaysValid: [-0.05, -0.01] };
const margin = (verdict: MarginFacts['verdict'], metric = 'latency'): MarginFacts => ({ metric, verdict });

const facts = (changed: Partial<VerdictFacts>): VerdictFacts => ({
  problems: [],
  primary: open,
  margins: [margin('safe')],
  plan: { reached: false, over: false, daysLeft: 4 },
  ...changed,
});
const reached = { reached: true, over: false, daysLeft: 0 };
const early = { reached: false, over: true, daysLeft: null };
const within: PrimaryFacts = { ...open, fixed90: [-0.01, 0.019] };

describe('the verdict', () => {
  it.each([
    [
      'withholds itself from data that is not healthy',
      { problems: ['silence'], primary: better },
      'unhealthy',
      ['health'],
    ],
    [
      'is harmful if a margin is violated',
      { primary: better, margins: [margin('violated')] },
      'harmful',
      ['margin_violated'],
    ],
    ['is harmful if the primary is worse', { primary: worse }, 'harmful', ['primary_worse']],
    [
      'is harmful for both reasons',
      { primary: worse, margins: [margin('violated')] },
      'harmful',
      ['margin_violated', 'primary_worse'],
    ],
    ['is to ship what is better and safe', { primary: better }, 'ship', ['primary_better', 'margins_safe']],
    ['is to ship what is better, if nothing guards', { primary: better, margins: [] }, 'ship', ['primary_better']],
    [
      'is to ship a metric that is better lower',
      { primary: { ...worse, better: 'lower' } },
      'ship',
      ['primary_better', 'margins_safe'],
    ],
    [
      'waits for a margin',
      { primary: better, margins: [margin('undecided')] },
      'keep_running',
      ['plan_not_reached', 'primary_better', 'margin_undecided'],
    ],
    ['waits for the plan', {}, 'keep_running', ['plan_not_reached', 'primary_undecided']],
    [
      'waits for numbers',
      { primary: { ...open, alwaysValid: null } },
      'keep_running',
      ['plan_not_reached', 'primary_not_computable'],
    ],
    [
      'is no effect within the planned one',
      { primary: within, plan: reached },
      'no_effect',
      ['plan_reached', 'within_planned_mde'],
    ],
    ['is inconclusive beyond it', { plan: reached }, 'inconclusive', ['plan_reached', 'primary_undecided']],
    [
      'is inconclusive without a planned effect',
      { primary: { ...within, plannedMde: null }, plan: reached },
      'inconclusive',
      ['plan_reached', 'primary_undecided'],
    ],
    [
      'is inconclusive without an interval',
      { primary: { ...open, alwaysValid: null, fixed90: null }, plan: reached },
      'inconclusive',
      ['plan_reached', 'primary_not_computable'],
    ],
    [
      'says before the end that nothing is the primary metric',
      { primary: undeclared, margins: [margin('undecided')] },
      'keep_running',
      ['plan_not_reached', 'no_primary_metric', 'margin_undecided'],
    ],
    [
      'says at the end that nothing is the primary metric',
      { primary: undeclared, plan: reached },
      'inconclusive',
      ['plan_reached', 'no_primary_metric'],
    ],
    [
      'says that there is no plan to reach',
      { primary: { ...open, plannedMde: null } },
      'keep_running',
      ['no_plan', 'primary_undecided'],
    ],
    [
      'is inconclusive where it ended before its plan, whatever the one look would say',
      { primary: within, plan: early },
      'inconclusive',
      ['completed_early', 'primary_undecided'],
    ],
    [
      'is inconclusive where it ended without a plan',
      { primary: { ...within, plannedMde: null }, plan: early },
      'inconclusive',
      ['no_plan', 'primary_undecided'],
    ],
    ['still ships what ended early', { primary: better, plan: early }, 'ship', ['primary_better', 'margins_safe']],
    ['still ships after the plan', { primary: better, plan: reached }, 'ship', ['primary_better', 'margins_safe']],
  ] as const)('%s', (_, changed, verdict, reasons) => {
    const decided = verdictOf(facts(changed));
    expect(decided.verdict).toBe(verdict);
    expect(decided.reasons.map(({ kind }) => kind)).toEqual(reasons);
  });

  it('names the problem, the metric and the days left', () => {
    expect(verdictOf(facts({ problems: ['double_exposure'] })).reasons).toEqual([
      { kind: 'health', problem: 'double_exposure' },
    ]);
    expect(verdictOf(facts({ margins: [margin('safe'), margin('violated', 'errors')] })).reasons).toEqual([
      { kind: 'margin_violated', metric: 'errors' },
    ]);
    const ofGuardrail = { ...margin('violated', 'errors'), guardrail: 'harm' };
    expect(verdictOf(facts({ margins: [ofGuardrail] })).reasons).toEqual([
      { kind: 'margin_violated', metric: 'errors', guardrail: 'harm' },
    ]);
    expect(verdictOf(facts({})).reasons).toContainEqual({ kind: 'plan_not_reached', daysLeft: 4 });
  });

  it('always has a reason, and never ships what a margin or the data speaks against', () => {
    const number = fc.double({ min: -1, max: 1, noNaN: true });
    const interval = fc.option(
      fc.tuple(number, number).map(([one, other]) => [Math.min(one, other), Math.max(one, other)] as const),
    );
    const any = fc.record<VerdictFacts>({
      problems: fc.subarray(['sample_ratio_mismatch', 'double_exposure', 'silence']),
      primary: fc.record<PrimaryFacts>({
        declared: fc.boolean(),
        better: fc.constantFrom('higher', 'lower'),
        alwaysValid: interval,
        fixed90: interval,
        plannedMde: fc.option(fc.double({ min: 0.001, max: 1, noNaN: true })),
      }),
      margins: fc.array(
        fc.record<MarginFacts>({ metric: fc.string(), verdict: fc.constantFrom('safe', 'violated', 'undecided') }),
        { maxLength: 3 },
      ),
      plan: fc.record({ reached: fc.boolean(), over: fc.boolean(), daysLeft: fc.option(fc.nat()) }),
    });
    fc.assert(
      fc.property(any, (given) => {
        const { verdict, reasons } = verdictOf(given);
        expect(reasons.length).toBeGreaterThan(0);
        if (verdict !== 'ship') return;
        expect(given.problems).toEqual([]);
        expect(given.margins.every((one) => one.verdict === 'safe')).toBe(true);
      }),
    );
  });
});
