import { describe, expect, it } from '@jest/globals';
import { overallVerdict, type ArmFacts, type SharedFacts } from './verdicts.js';

const arm = (variant: string, lower: number, upper: number, more: Partial<ArmFacts> = {}): ArmFacts => {
  return { variant, alwaysValid: [lower, upper], fixed90: [lower / 2, upper / 2], margins: [], ...more };
};
const shared: SharedFacts = {
  problems: [],
  declaresPrimary: true,
  direction: 'higher_is_better',
  plannedMde: 0.1,
  plan: { reached: false, over: false, daysLeft: 3 },
};
const ended: SharedFacts = { ...shared, plan: { reached: true, over: false, daysLeft: 0 } };
const better = arm('better', 0.1, 0.3);
const best = arm('best', 0.2, 0.3);
const worse = arm('worse', -0.3, -0.1);
const unclear = arm('unclear', -0.1, 0.1);

describe('the overall verdict', () => {
  const of = (facts: readonly ArmFacts[], by = shared) => overallVerdict(facts, by);

  it('ships if one treatment does, and names the one that leads', () => {
    expect(of([worse, better, best, unclear])).toMatchObject({ kind: 'ship', variant: 'best' });
    expect(of([worse, better, best]).arms.map(({ kind }) => kind)).toEqual(['harmful', 'ship', 'ship']);
  });

  it('is harmful only if every treatment is', () => {
    expect(of([worse, worse])).toMatchObject({ kind: 'harmful', reasons: [{ kind: 'primary_worse' }] });
    expect(of([worse, unclear])).toMatchObject({ kind: 'keep_running', variant: 'unclear' });
    expect(of([worse, unclear], ended)).toMatchObject({ kind: 'no_effect', variant: 'unclear' });
  });

  it('leads downwards where less is better', () => {
    const lower: SharedFacts = { ...shared, direction: 'lower_is_better' };
    expect(of([worse, arm('least', -0.5, -0.2), better], lower)).toMatchObject({ kind: 'ship', variant: 'least' });
  });

  it('withholds everything from unhealthy data', () => {
    const sick: SharedFacts = { ...shared, problems: ['sample_ratio_mismatch'] };
    expect(of([best, worse], sick)).toMatchObject({
      kind: 'unhealthy',
      reasons: [{ kind: 'health', problem: 'sample_ratio_mismatch' }],
    });
  });

  it('is inconclusive at the end if the effect may be as large as planned', () => {
    expect(of([arm('wide', -0.3, 0.3)], ended)).toMatchObject({ kind: 'inconclusive' });
    expect(of([unclear], ended)).toMatchObject({ kind: 'no_effect' });
  });

  it('waits for a margin that is undecided, and keeps running without treatments', () => {
    const undecided = arm('better', 0.1, 0.3, { margins: [{ metric: 'crashes', verdict: 'undecided' }] });
    expect(of([undecided])).toMatchObject({ kind: 'keep_running' });
    const violated = arm('better', 0.1, 0.3, { margins: [{ metric: 'crashes', verdict: 'violated' }] });
    expect(of([violated])).toMatchObject({
      kind: 'harmful',
      reasons: [{ kind: 'margin_violated', metric: 'crashes' }],
    });
    expect(of([])).toMatchObject({ kind: 'keep_running', variant: null, arms: [] });
  });

  it('says that nothing can be shipped where no metric is the primary one', () => {
    const none: SharedFacts = { ...shared, declaresPrimary: false };
    const safe: ArmFacts = { variant: 'safe', alwaysValid: null, fixed90: null, margins: [] };
    for (const facts of [[safe], []]) expect(of(facts, none).reasons).toContainEqual({ kind: 'no_primary_metric' });
    expect(of([safe]).reasons).not.toContainEqual({ kind: 'no_primary_metric' });
  });
});
