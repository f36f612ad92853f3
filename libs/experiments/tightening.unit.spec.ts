import { describe, expect, it } from '@jest/globals';
import { anna, at, by, draftedContent, emil, isRunning, owner, started } from '../../test/support/experiments.js';
import { given } from '../../test/support/given.js';
import { contentHash } from './content/content-hash.js';
import { experimentAggregate } from './experiment-aggregate.js';
import type { ExperimentEvent, Guardrail } from './experiment.events.js';
import { amend } from './amending.js';
import { tightenGuardrail, type Tightening } from './narrowing.js';
import { summaryOf } from './summary.js';

const experiment = experimentAggregate;
const crashes = () => ({ direction: 'lower_is_better', rule: { kind: 'count', event: 'crash' } }) as const;
const harm: Guardrail = {
  kind: 'comparison',
  sources: 'server',
  key: 'harm',
  metric: 'crashes',
  action: 'disable_arm',
  scope: 'treatment_vs_control',
  margin: '0.1',
};
const edited: ExperimentEvent = {
  type: 'experiment_edited',
  data: { guardrails: [...draftedContent.guardrails, harm] },
};
const [draftStep, ...laterSteps] = isRunning;
if (!draftStep) throw new Error('a life begins with a draft');
const running = given(experiment, draftStep, [edited, by(owner)], ...laterSteps, [started, by(anna, 1)]).state;
const tighten = (change: Tightening) => tightenGuardrail(running, 'e1', emil, change, crashes, 'why');

describe('tightening a comparison', () => {
  it('makes its margin smaller, under a new hash', () => {
    const [event] = tighten({ guardrail: 'harm', margin: '0.05' });
    const state = event ? experiment.evolve(running, event, by(emil, 5)) : null;
    if (event?.type !== 'experiment_guardrail_tightened' || !state) throw new Error('nothing was tightened');
    expect(event.data).toMatchObject({
      kind: 'comparison',
      guardrail: 'harm',
      margin: '0.05',
      comment: 'why',
    });
    expect(state.guardrails).toEqual([...draftedContent.guardrails, { ...harm, margin: '0.05' }]);
    expect(event.data.contentHash).toBe(contentHash(state));
    expect(state.liveHash).not.toBe(running?.liveHash);
    expect(summaryOf(event, emil)).toBe('emil tightened the guardrail harm to a margin of 0.05: why');
  });

  it.each<[Tightening, string, string]>([
    [{ guardrail: 'harm', margin: '0.1' }, 'not_stricter', '/margin'],
    [{ guardrail: 'harm', margin: '0.2' }, 'not_stricter', '/margin'],
    [{ guardrail: 'harm', margin: '0' }, 'out_of_range', '/margin'],
    [{ guardrail: 'harm' }, 'required', '/margin'],
    [{ guardrail: 'harm', margin: '0.05', threshold: '1' }, 'unknown_field', '/threshold'],
    [{ guardrail: 'crashes', margin: '0.05' }, 'unknown_field', '/margin'],
    [{ guardrail: 'crashes' }, 'required', '/threshold'],
  ])('refuses %j', (change, code, pointer) => {
    given(experiment)
      .when(() => tighten(change))
      .thenRefused(code, pointer);
  });

  it('is loosened, added and dropped by amendments', () => {
    const { key, metric, action, scope } = harm;
    for (const guardrails of [[{ key, metric, action, scope, margin: '0.3' }], []]) {
      const [event] = amend(running, 'e1', owner, { required: 1, voters: null }, { guardrails }, {}, null, at(5));
      expect(event?.data).toMatchObject({ changes: { guardrails } });
    }
  });
});
