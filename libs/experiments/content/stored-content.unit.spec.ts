import { describe, expect, it } from '@jest/globals';
import { by, draftedContent, owner } from '../../../test/support/experiments.js';
import type { JsonObject } from '../../event-store/index.js';
import { asJson } from '../../event-sourcing/recorded-event.js';
import { experimentAggregate } from '../experiment-aggregate.js';
import { contentHash } from './content-hash.js';

const stored = {
  key: 'crashes',
  metric: 'crashes',
  threshold: '0.1',
  windowMinutes: 60,
  action: 'pause',
  per: 'event',
  minSample: 0,
  scope: 'any_variant',
};
const now = { kind: 'threshold', sources: 'server', ...stored };
const decoded = (type: string, v: number, data: JsonObject) =>
  experimentAggregate.codec.decode({ type, data, metadata: { v } });

describe('stored events of an experiment', () => {
  const before = (): JsonObject => {
    const { attachments: _a, planned: _p, dimensions: _d, ...content } = asJson(draftedContent);
    return { ...content, guardrails: [stored] };
  };

  it('judge servers alone from before client keys, with the same hash', () => {
    const compared = { kind: 'comparison', key: 'c', metric: 'c', action: 'notify', margin: '0.1' };
    const guardrails = [
      { kind: 'threshold', ...stored },
      { ...compared, scope: 'treatment_vs_control' },
    ];
    const judged = guardrails.map((each) => ({ ...each, sources: 'server' }));
    for (const type of ['experiment_drafted', 'experiment_edited']) {
      expect(decoded(type, 3, { guardrails }).data).toEqual({ guardrails: judged });
    }
    expect(decoded('experiment_amendment_opened', 2, { changes: { guardrails } }).data).toEqual({
      changes: { guardrails: judged },
    });
    expect(decoded('experiment_amended', 2, { content: { guardrails } }).data).toEqual({
      content: { guardrails: judged },
    });
    const hashOf = (sources: object) =>
      contentHash({ ...draftedContent, guardrails: guardrails.map((each) => ({ ...each, ...sources })) as never });
    const before = hashOf({});
    expect(hashOf({ sources: 'server' })).toBe(before);
    expect(hashOf({ sources: 'all' })).not.toBe(before);
  });

  it.each([1, 2])('have the content of now: drafted, version %i', (version) => {
    const event = decoded('experiment_drafted', version, before());
    expect(event.data).toMatchObject({ guardrails: [now], attachments: [], planned: null, dimensions: [] });
    const state = experimentAggregate.evolve(null, event, by(owner));
    expect(state && contentHash({ ...state, semantics: 2 })).toBe(contentHash(draftedContent));
  });

  it.each([1, 2])('have the kinds of their guardrails: edited, version %i', (version) => {
    expect(decoded('experiment_edited', version, { guardrails: [stored] }).data).toEqual({ guardrails: [now] });
    expect(decoded('experiment_edited', version, { hypothesis: 'h' }).data).toEqual({ hypothesis: 'h' });
  });

  it.each([
    ['experiment_amendment_opened', 'changes'],
    ['experiment_amended', 'content'],
  ])('have the kinds of their guardrails: %s, version 1', (type, name) => {
    const about = { contentHash: 'h', comment: null };
    const data = { ...about, [name]: { trafficMax: '50', guardrails: [stored] } };
    expect(decoded(type, 1, data).data).toEqual({ ...about, [name]: { trafficMax: '50', guardrails: [now] } });
    expect(decoded(type, 1, { ...about, [name]: { traffic: '1' } }).data).toEqual({
      ...about,
      [name]: { traffic: '1' },
    });
  });

  it('say which kind was tightened: version 1', () => {
    const data = { guardrail: 'crashes', threshold: '0.05', contentHash: 'h', comment: null };
    expect(decoded('experiment_guardrail_tightened', 1, data).data).toEqual({ kind: 'threshold', ...data });
  });

  it.each([
    ['experiment_drafted', 4],
    ['experiment_edited', 4],
    ['experiment_guardrail_tightened', 2],
    ['experiment_amendment_opened', 3],
    ['experiment_amended', 3],
  ])('are as they were written: %s, version %i', (type, version) => {
    const data = { guardrails: [{ ...now, kind: 'comparison' }], changes: { guardrails: [stored] } };
    expect(decoded(type, version, data).data).toEqual(data);
  });
});
