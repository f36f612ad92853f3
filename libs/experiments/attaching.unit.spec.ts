import { describe, expect, it } from '@jest/globals';
import {
  aDraft,
  by,
  hash,
  inReview,
  isApproved,
  isCompleted,
  isRunning,
  owner,
  type Past,
} from '../../test/support/experiments.js';
import { given } from '../../test/support/given.js';
import { attachGuardrail, attachMetric, type Terms } from './attaching.js';
import { contentHash } from './content/content-hash.js';
import { attachedOf } from './content/metrics.js';
import { experimentAggregate } from './experiment-aggregate.js';
import type { Experiment } from './experiment.js';
import type { ExperimentEvent } from './experiment.events.js';

const experiment = experimentAggregate;

function after(past: Past, events: readonly ExperimentEvent[]): Experiment {
  const { state } = given(experiment, ...past, ...events.map((event) => [event, by(owner, 20)] as const));
  if (!state) throw new Error('there is no experiment');
  return state;
}

describe('attaching a metric', () => {
  it('is content in a draft', () => {
    const state = after(aDraft, attachMetric(given(experiment, ...aDraft).state, 'e1', owner, 'm', { m: 2 }));
    expect(state).toMatchObject({ metrics: ['sales', 'm'], addedMetrics: [], metricVersions: { m: 2 } });
    expect(contentHash(state)).not.toBe(hash);
  });

  it.each([
    ['in review', inReview, []],
    ['approved', isApproved, []],
    ['running', isRunning, ['m']],
    ['completed', isCompleted, ['m']],
  ])('stays outside the hash when %s, is never primary, and is marked past the start', (_, past, addedAfterStart) => {
    const state = after(past, attachMetric(given(experiment, ...past).state, 'e1', owner, 'm', { m: 2 }));
    expect(state).toMatchObject({
      metrics: ['sales', 'm'],
      addedMetrics: ['m'],
      addedAfterStart,
      primaryMetric: null,
      metricVersions: { crashes: 1, m: 2, sales: 1 },
    });
    expect(contentHash(state)).toBe(hash);
  });

  it('keeps the version that the hash speaks of, and becomes content where the review starts anew', () => {
    const added = attachMetric(given(experiment, ...inReview).state, 'e1', owner, 'crashes', { crashes: 9 });
    expect(after(inReview, added)).toMatchObject({ metricVersions: { crashes: 1 } });
    const withdrawn: ExperimentEvent = { type: 'experiment_withdrawn', data: { comment: null } };
    const state = after(inReview, [...added, withdrawn]);
    expect(state).toMatchObject({ metrics: ['sales', 'crashes'], addedMetrics: [] });
    expect(contentHash(state)).not.toBe(hash);
  });
});

describe('the role and margin of an attached metric', () => {
  const guard = { role: 'guard', margin: '0.02' } as const;
  const attached = (state: Experiment | null, metric: string, terms: Terms): ExperimentEvent[] =>
    attachMetric(state, 'e1', owner, metric, { [metric]: 1 }, terms);

  it('are content in a draft, where they may change', () => {
    const state = after(aDraft, attached(given(experiment, ...aDraft).state, 'm', guard));
    expect(attachedOf(state)).toEqual([
      { metric: 'sales', role: 'secondary', margin: null },
      { metric: 'm', ...guard },
    ]);
    const [event] = attached(state, 'm', { role: 'secondary' });
    expect(event?.data).toEqual({ attachments: [] });
    expect(attached(state, 'm', { margin: '0.02' })).toEqual([]);
    expect(attached(state, 'm', {})).toEqual([]);
  });

  it('stay outside the hash past the draft, and become content where the review starts anew', () => {
    const added = attached(given(experiment, ...inReview).state, 'm', guard);
    expect(contentHash(after(inReview, added))).toBe(hash);
    const withdrawn: ExperimentEvent = { type: 'experiment_withdrawn', data: { comment: null } };
    const [plain] = [attached(given(experiment, ...inReview).state, 'm', {})];
    const hashes = [added, plain].map((events) => contentHash(after(inReview, [...(events ?? []), withdrawn])));
    expect(hashes[0]).not.toBe(hashes[1]);
  });

  it('are declared once past the draft: neither what was reviewed nor what gathers evidence changes', () => {
    const plain = after(isRunning, attached(given(experiment, ...isRunning).state, 'm', {}));
    const [event] = attached(plain, 'm', guard);
    expect(event?.data).toEqual({ attachments: [{ metric: 'm', ...guard }] });
    const declared = experiment.evolve(plain, event ?? fail(), by(owner, 21));
    expect(attached(declared, 'm', guard)).toEqual([]);
    const changes: readonly (readonly [string, Terms])[] = [
      ['m', { role: 'guard', margin: '0.03' }],
      ['m', { role: 'guard', margin: null }],
      ['sales', guard],
    ];
    for (const [metric, terms] of changes) {
      given(experiment)
        .when(() => attached(declared, metric, terms))
        .thenRefused('already_attached');
    }
  });

  it.each([
    ['1', 'out_of_range'],
    ['0', 'out_of_range'],
    ['-0.1', 'out_of_range'],
  ])('refuse a margin of %s', (margin, code) => {
    given(experiment, ...aDraft)
      .when((state) => attached(state, 'm', { margin }))
      .thenRefused(code, '/margin');
  });

  it('leave the primary metric to an edit', () => {
    const primary = { ...after(aDraft, []), primaryMetric: 'sales' };
    given(experiment)
      .when(() => attached(primary, 'sales', guard))
      .thenRefused('primary_conflict', '/role');
  });

  it('has pointers of the body where a guardrail is attached', () => {
    const fault = { metric: 'crashes', scope: 'treatment_vs_control', margin: '2', action: 'pause' } as const;
    given(experiment, ...aDraft)
      .when((state) => attachGuardrail(state, 'e1', owner, fault, {}))
      .thenRefused('out_of_range', '/margin');
  });
});

function fail(): never {
  throw new Error('an event was expected');
}
