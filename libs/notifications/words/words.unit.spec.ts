import { describe, expect, it } from '@jest/globals';
import type { ApiKey } from '../../access/index.js';
import type { Experiment, ExperimentEvent } from '../../experiments/index.js';
import type { Breach } from '../../guardrails/index.js';
import { drafted, ENVIRONMENT } from '../../../test/oracle/play.js';
import { ofBreach } from './of-breach.js';
import { ofExperiment } from './of-experiment.js';
import { ofExpiringKey, ofFailedSchedule, ofParked } from './of-system.js';

const AT = '2026-01-01T00:00:00.000Z';
const DAY = 86_400_000;
// The oracle's draft, with what a start adds to it.
const experiment = {
  ...drafted('e1', ENVIRONMENT),
  name: 'Checkout',
  flag: 'checkout',
  runs: [],
} as unknown as Experiment;
const anna = { kind: 'user', id: 'a', name: 'Anna' } as const;
const schedule = { kind: 'system', id: 'system', name: 'schedule' } as const;
const tags = ['shop'];

const told = (event: ExperimentEvent, by: typeof anna | typeof schedule = anna) =>
  ofExperiment({ event, experiment, tags, by, at: AT, position: '7' });

describe('the words of an event', () => {
  const votes = { comment: null, votes: 1, required: 1, contentHash: 'h' };
  const approved = { ...votes, quorumReached: true, byPolicy: false };
  const trigger = 't1';

  it.each<[ExperimentEvent, string[] | undefined, string | undefined]>([
    [
      { type: 'experiment_submitted', data: { comment: null, contentHash: 'h', warnings: [] } },
      ['review_requested'],
      'info',
    ],
    [{ type: 'experiment_approved', data: approved }, ['review_decided'], 'info'],
    [{ type: 'experiment_approved', data: { ...approved, quorumReached: false } }, undefined, undefined],
    [{ type: 'experiment_rejected', data: { comment: 'no' } }, ['review_decided'], 'info'],
    [{ type: 'experiment_started', data: { comment: null, phase: 1, run: 1 } }, ['experiment_started'], 'info'],
    [{ type: 'experiment_paused', data: { comment: null, run: 1 } }, ['experiment_paused'], 'info'],
    [{ type: 'experiment_paused', data: { comment: null, run: 1, trigger } }, ['experiment_paused'], 'critical'],
    [
      { type: 'experiment_completed', data: { comment: null, kind: 'rollback', winner: null, pin: null, trigger } },
      ['experiment_rolled_back', 'experiment_completed'],
      'critical',
    ],
    [
      { type: 'experiment_completed', data: { comment: null, kind: 'rollout', winner: 'treatment', pin: null } },
      ['experiment_completed'],
      'info',
    ],
    [
      {
        type: 'experiment_amendment_opened',
        data: { comment: null, changes: { traffic: '50' }, liveHash: 'l', contentHash: 'h' },
      },
      ['amendment_opened'],
      'info',
    ],
    [{ type: 'experiment_archived', data: { comment: null } }, undefined, undefined],
  ])('%j is told as %j', (event, kinds, severity) => {
    const found = told(event);
    expect(found?.kinds).toEqual(kinds);
    expect(found?.severity).toBe(severity);
    if (found)
      expect(found).toMatchObject({ flag: 'checkout', environment: ENVIRONMENT, tags, path: '/experiments/e1' });
  });

  it('say who did what to which experiment', () => {
    const found = told({ type: 'experiment_rejected', data: { comment: 'too wide' } });
    expect(found?.title).toBe('Checkout: Anna rejected it: too wide');
  });

  it('of a scheduled start name the schedule, and are those of a start as well', () => {
    const found = told({ type: 'experiment_started', data: { comment: null, phase: 1, run: 1 } }, schedule);
    expect(found?.kinds).toEqual(['schedule_fired', 'experiment_started']);
  });

  const breach: Breach = {
    ...{ id: 't1', experiment: 'e1', environment: ENVIRONMENT, run: 1, guardrail: 'crashes', metric: 'crash_rate' },
    ...{ metricVersion: 1, action: 'rollback', threshold: '0.1', value: '0.25', numerator: '1', denominator: '4' },
    ...{ evidence: '1 crash per 4 seen', split: null, variant: 'treatment' },
    ...{ windowFrom: AT, windowTo: '2026-01-01T01:00:00.000Z', detectedAt: AT, detectedBy: 'monitor' },
    breached: [{ variant: null, numerator: '1', denominator: '8', value: '0.125' }],
  };

  it('of a breach have the rate, threshold, window and variant', () => {
    const { title, facts, severity, kinds } = ofBreach(breach, experiment, tags);
    expect([severity, kinds]).toEqual(['critical', ['guardrail_breached']]);
    expect(title).toBe(
      'Checkout: crash_rate was 0.25 in treatment, above 0.1 (1 crash per 4 seen): asks for a rollback',
    );
    expect(Object.fromEntries(facts.map(({ name, value }) => [name, value]))).toEqual({
      ...{ Guardrail: 'crashes', Metric: 'crash_rate', Variant: 'treatment', Rate: '0.25', Threshold: '0.1' },
      ...{ Evidence: '1 crash per 4 seen', 'Also in all variants pooled': '0.125', Action: 'rollback' },
      Window: '2026-01-01T00:00:00.000Z to 2026-01-01T01:00:00.000Z',
    });
  });

  it('of a mismatch of samples are of the health of the data', () => {
    const evidence = 'control 1200 where 1100 were expected';
    const health = {
      ...breach,
      guardrail: 'assay.srm',
      metric: 'assay.srm',
      action: 'notify',
      variant: null,
      evidence,
    } as const;
    const { title, severity, kinds } = ofBreach(health, experiment, tags);
    expect([severity, kinds]).toEqual(['warning', ['health_failing']]);
    expect(title).toContain('sample ratio mismatch');
    expect(title).toContain(evidence);
  });

  it('name a breach of an experiment that is not known by its id', () => {
    expect(ofBreach(breach, null, []).title).toMatch(/^e1: /);
  });

  it('of a key come 7 days and 1 day before its end, once each', () => {
    const key: ApiKey = {
      ...{
        id: 'k1',
        name: 'shop',
        userId: null,
        scopes: ['decide'],
        environment: ENVIRONMENT,
        hash: 'h',
        revoked: false,
        previousSecret: null,
        createdAt: new Date(0).toISOString(),
        createdBy: { kind: 'system', id: 'system', name: 'seed' },
        rotatedAt: null,
        client: null,
      },
      expiresAt: new Date(10 * DAY).toISOString(),
    };
    const days = [0, 2.9, 3, 5, 8.9, 9, 9.9, 10, 11].map((day) => ofExpiringKey(key, day * DAY)?.identity[3]);
    expect(days).toEqual([undefined, undefined, 7, 7, 7, 1, 1, undefined, undefined]);
    expect(ofExpiringKey({ ...key, revoked: true }, 5 * DAY)).toBeUndefined();
    expect(ofExpiringKey({ ...key, expiresAt: null }, 5 * DAY)).toBeUndefined();
  });

  it('of a parked event and of a refused schedule say what is wrong', () => {
    const parked = {
      projection: 'management',
      position: '9',
      stream: 'flag-x',
      type: 'odd',
      error: 'no',
      parkedAt: AT,
    };
    expect(ofParked(parked).facts).toContainEqual({ name: 'Error', value: 'no' });
    const action = { id: 'e1', environment: ENVIRONMENT, action: 'start', time: AT, flag: 'checkout' } as const;
    expect(ofFailedSchedule(action, 'the flag is taken', experiment, tags, AT).title).toBe(
      'Checkout: its scheduled start was refused: the flag is taken',
    );
  });
});
