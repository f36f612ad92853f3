import { describe, expect, it } from '@jest/globals';
import {
  aDraft,
  admin,
  at,
  ben,
  by,
  drafted,
  draftedContent,
  emil,
  flag,
  inReview,
  isApproved,
  isCompleted,
  isRunning,
  owner,
  variants,
  viewer,
  type Past,
} from '../../test/support/experiments.js';
import { given } from '../../test/support/given.js';
import { asJson } from '../event-sourcing/recorded-event.js';
import { contentHash } from './content/content-hash.js';
import { copy } from './copying.js';
import { attachGuardrail, attachMetric } from './attaching.js';
import { deleteDraft, draft, edit } from './drafting.js';
import { experimentAggregate } from './experiment-aggregate.js';
import type { Experiment } from './experiment.js';
import type { ExperimentEvent } from './experiment.events.js';
import { summaryOf } from './summary.js';

const experiment = experimentAggregate;
const fresh = { id: 'e2', key: 'two', name: 'Two', environment: 'production', variants };

function after(past: Past, events: readonly ExperimentEvent[]): Experiment {
  const { state } = given(experiment, ...past, ...events.map((event) => [event, by(owner, 20)] as const));
  if (!state) throw new Error('there is no experiment');
  return state;
}

describe('a draft', () => {
  it('is deleted, and is nothing then, until the next one under its key', () => {
    const { state } = given(experiment, ...aDraft);
    const gone = experiment.evolve(state, { type: 'experiment_deleted', data: {} }, by(owner, 1));
    expect(deleteDraft(state, 'e1', owner)).toEqual([{ type: 'experiment_deleted', data: {} }]);
    expect(gone).toBeNull();
    expect(() => deleteDraft(gone, 'e1', owner)).toThrow(expect.objectContaining({ code: 'not_found' }));
    const [again] = draft(gone, flag, owner, fresh, {}, at(20));
    expect(again && experiment.evolve(gone, again, by(owner, 2))).toMatchObject({ status: 'draft', votes: [] });
  });

  it.each([
    ['in review', inReview],
    ['approved', isApproved],
    ['running', isRunning],
    ['completed', isCompleted],
  ] as const)('is not deleted once it is %s', (_, past) => {
    const { state } = given(experiment, ...past);
    expect(() => deleteDraft(state, 'e1', owner)).toThrow(expect.objectContaining({ code: 'wrong_state' }));
  });
});

describe('drafting', () => {
  it('fills in what is not given', () => {
    const [event] = draft(null, flag, owner, { ...fresh, trafficMax: '40' }, {}, at(20));
    expect(event?.data).toMatchObject({
      description: '',
      trafficMax: '40',
      traffic: '40',
      schedule: null,
      salt: 'e2',
      copiedFrom: null,
      metricVersions: {},
      targeting: null,
      bucketBy: null,
      exposure: 'explicit',
    });
    const guardrail = { metric: 'm', threshold: '1', action: 'notify' } as const;
    const [guarded] = draft(null, flag, owner, { ...fresh, guardrails: [guardrail] }, { m: 7 }, at(20));
    const defaults = { key: 'm', windowMinutes: 60, per: 'event', minSample: 0, scope: 'any_variant' };
    expect(guarded?.data).toMatchObject({ guardrails: [{ ...guardrail, ...defaults }], metricVersions: { m: 7 } });
  });

  it.each([
    [{ traffic: '51', trafficMax: '50' }, 'above_traffic_max', '/traffic'],
    [{ trafficMax: '100.5' }, 'out_of_range', '/trafficMax'],
    [{ traffic: '-1' }, 'out_of_range', '/traffic'],
    [{ targeting: { a: { $near: 1 } } }, 'unknown_operator', '/targeting/a/$near'],
    [{ bucketBy: 'company..id' }, 'invalid_path', '/bucketBy'],
    [{ bucketBy: Array(11).fill('a').join('.') }, 'invalid_path', '/bucketBy'],
    [
      { schedule: { startAt: '2026-01-02T00:00:00.000Z', stopAt: '2026-01-02T00:00:00.000Z' } },
      'stop_before_start',
      '/schedule/stopAt',
    ],
    [{ schedule: { startAt: at(30), stopAt: at(25) } }, 'stop_before_start', '/schedule/stopAt'],
    [{ schedule: { startAt: at(19) } }, 'start_in_past', '/schedule/startAt'],
    [{ schedule: { startAt: at(0), stopAt: at(90) } }, 'start_in_past', '/schedule/startAt'],
    [{ schedule: { stopAt: at(20) } }, 'stop_in_past', '/schedule/stopAt'],
    [{ schedule: { stopAt: at(0) } }, 'stop_in_past', '/schedule/stopAt'],
  ])('refuses %j', (changes, code, pointer) => {
    given(experiment)
      .when(() => draft(null, flag, owner, { ...fresh, ...changes }, {}, at(20)))
      .thenRefused(code, pointer);
  });
});

describe('editing', () => {
  it('changes a draft, and only its owner or an admin does', () => {
    given(experiment, ...aDraft)
      .when((state) => edit(state, 'e1', flag, owner, { traffic: '10' }, {}, at(20)))
      .then({ type: 'experiment_edited', data: { traffic: '10' } });
    given(experiment, ...aDraft)
      .when((state) => edit(state, 'e1', flag, ben, { traffic: '10' }, {}, at(20)))
      .thenRefused('not_owner');
    expect(edit(given(experiment, ...aDraft).state, 'e1', flag, admin, { name: 'N' }, {}, at(20))).toHaveLength(1);
    given(experiment, ...aDraft)
      .when((state) => edit(state, 'e1', flag, owner, { trafficMax: '10' }, {}, at(20)))
      .thenRefused('above_traffic_max', '/trafficMax');
  });

  it('takes a schedule that is still to come, or that stays as it was though it has passed', () => {
    const schedule = { startAt: at(21), stopAt: at(40) };
    const [event] = edit(given(experiment, ...aDraft).state, 'e1', flag, owner, { schedule }, {}, at(20));
    expect(event?.data).toEqual({ schedule });
    const scheduled = after(aDraft, event ? [event] : []);
    expect(edit(scheduled, 'e1', flag, owner, { schedule }, {}, at(50))).toEqual([]);
    const later = { ...schedule, stopAt: at(60) };
    const [moved] = edit(scheduled, 'e1', flag, owner, { schedule: later }, {}, at(50));
    expect(moved?.data).toEqual({ schedule: later });
    const sooner = { ...schedule, startAt: at(22) };
    expect(() => edit(scheduled, 'e1', flag, owner, { schedule: sooner }, {}, at(50))).toThrow('in the past');
  });

  it('names only what changes, though every field is sent as a form has them', () => {
    const { state } = given(experiment, ...aDraft);
    if (!state) throw new Error('a draft');
    const { name, description, trafficMax, traffic, hypothesis, metrics, guardrails, targeting, bucketBy } = state;
    const { primaryMetric, schedule, variants, conflictDomain, priority, exposure } = state;
    const form = { name, description, trafficMax, traffic, hypothesis, metrics, guardrails, targeting, bucketBy };
    const whole = { ...form, primaryMetric, schedule, variants, conflictDomain, priority, exposure };
    const versions = { sales: 1, crashes: 1 };
    expect(edit(state, 'e1', flag, owner, whole, versions, at(20))).toEqual([]);
    const [renamed] = edit(state, 'e1', flag, owner, { ...whole, hypothesis: 'It sells more' }, versions, at(20));
    expect(renamed?.data).toEqual({ hypothesis: 'It sells more' });
    expect(renamed && summaryOf(renamed, owner)).toBe('olga changed hypothesis');
    // A newer version of a metric is a change, though the list of metrics is as it was.
    const [newer] = edit(state, 'e1', flag, owner, whole, { ...versions, sales: 2 }, at(20));
    expect(newer?.data).toEqual({ metricVersions: { crashes: 1, sales: 2 } });
  });

  it('says of what is attached what it is, not which fields hold it', () => {
    const attachedTo = (past: Past): string | undefined => {
      const [event] = attachMetric(given(experiment, ...past).state, 'e1', owner, 'visits', { visits: 1 });
      return event && summaryOf(event, owner);
    };
    expect(attachedTo(aDraft)).toBe('olga changed metrics');
    expect(attachedTo(inReview)).toBe('olga attached the metric visits');
    expect(attachedTo(isRunning)).toBe('olga attached the metric visits after the start');
  });

  it('changes whom it is for and what is hashed, what is not named stays', () => {
    const targeting = { country: 'DE' };
    const [event] = edit(
      given(experiment, ...aDraft).state,
      'e1',
      flag,
      owner,
      { targeting, exposure: 'on_decide' },
      {},
      at(20),
    );
    expect(event?.data).toEqual({ targeting, exposure: 'on_decide' });
    const targeted = after(aDraft, event ? [event] : []);
    expect(edit(targeted, 'e1', flag, owner, { targeting: null }, {}, at(20))[0]?.data).toEqual({ targeting: null });
    const bucketed = edit(targeted, 'e1', flag, owner, { bucketBy: 'a.b' }, {}, at(20));
    expect(after([...aDraft, ...(event ? [[event, by(owner)] as const] : [])], bucketed)).toMatchObject({
      targeting,
      bucketBy: 'a.b',
    });
    given(experiment, ...aDraft)
      .when((state) => edit(state, 'e1', flag, owner, { targeting: { $x: 1 } }, {}, at(20)))
      .thenRefused('unknown_operator', '/targeting/$x');
  });

  it.each([
    ['in review', inReview],
    ['approved', isApproved],
    ['running', isRunning],
    ['completed', isCompleted],
  ])('refuses content when %s; name and description are no content', (_, past) => {
    given(experiment, ...past)
      .when((state) => edit(state, 'e1', flag, owner, { traffic: '1' }, {}, at(20)))
      .thenRefused('wrong_state');
    given(experiment, ...past)
      .when((state) => edit(state, 'e1', flag, owner, { name: 'N', description: 'D' }, {}, at(20)))
      .then({ type: 'experiment_edited', data: { name: 'N', description: 'D' } });
  });

  it('resolves the versions of the metrics that it names; the others keep theirs', () => {
    const [event] = edit(
      given(experiment, ...aDraft).state,
      'e1',
      flag,
      owner,
      { metrics: ['sales', 'm'] },
      { sales: 4, m: 2 },
      at(20),
    );
    expect(event?.data).toMatchObject({ metricVersions: { crashes: 1, m: 2, sales: 4 } });
  });

  it('names guardrails after their metric, and numbers them', () => {
    const one = { metric: 'crashes', threshold: '1', action: 'pause' } as const;
    const events = attachGuardrail(given(experiment, ...aDraft).state, 'e1', owner, one, { crashes: 1 });
    expect(events[0]?.data).toMatchObject({
      guardrails: [{ key: 'crashes' }, { key: 'crashes-2', windowMinutes: 60 }],
    });
  });
});

describe('the semantics of targeting and bucketBy', () => {
  const { semantics: _, ...data } = { ...draftedContent, targeting: { country: 'DE' }, bucketBy: 'company.id' };
  // The data that an earlier version stored.
  const stored = experiment.codec.decode({ type: 'experiment_drafted', data: asJson(data), metadata: { v: 1 } });
  const old = after([[stored, by(owner)]], []);

  it('are the current ones in a new draft', () => {
    expect(draft(null, flag, owner, fresh, {}, at(20))[0]?.data).toMatchObject({ semantics: 2 });
  });

  it('are 1 as stored before there were others, until one of the two is another', () => {
    expect(old.semantics).toBe(1);
    const same = { targeting: { country: 'DE' }, bucketBy: 'company.id' };
    expect(edit(old, 'e1', flag, owner, same, {}, at(20))).toEqual([]);
    expect(edit(old, 'e1', flag, owner, { ...same, hypothesis: 'It sells' }, {}, at(20))[0]?.data).toEqual({
      hypothesis: 'It sells',
    });
    expect(edit(old, 'e1', flag, owner, { targeting: null }, {}, at(20))[0]?.data).toEqual({
      targeting: null,
      semantics: 2,
    });
    expect(edit(old, 'e1', flag, owner, { bucketBy: null }, {}, at(20))[0]?.data).toEqual({
      bucketBy: null,
      semantics: 2,
    });
  });

  it('are reviewed: the hash of the same content is another, and that of old content is as it was', () => {
    const { semantics: _none, ...without } = old;
    expect(contentHash(without)).toBe(contentHash(old));
    expect(contentHash({ ...old, semantics: 2 })).not.toBe(contentHash(old));
  });

  it('are copied with the assignment only', () => {
    const copied = (sameAssignment: boolean) =>
      copy(null, old, flag, emil, { id: 'e3', key: 'three', sameAssignment }, {}, at(20))[0]?.data;
    expect(copied(true)).toMatchObject({ semantics: 1 });
    expect(copied(false)).toMatchObject({ semantics: 2 });
  });
});

describe('copying', () => {
  const audience = { targeting: { country: 'DE' }, bucketBy: 'company.id', exposure: 'on_decide' } as const;
  const original = { ...after(isRunning, []), ...audience };

  it('makes a draft of its own, linked to the original', () => {
    const [event] = copy(
      null,
      original,
      flag,
      emil,
      { id: 'e2', key: 'again', sameAssignment: false },
      { sales: 3 },
      at(20),
    );
    expect(event?.data).toMatchObject({
      id: 'e2',
      name: 'Exp',
      owner: { id: 'emil' },
      salt: 'e2',
      copiedFrom: 'e1',
      traffic: '20',
      trafficMax: '50',
      schedule: null,
      metricVersions: { sales: 3 },
    });
    expect(event?.data).toMatchObject({ variants, guardrails: original.guardrails, metrics: ['sales'], ...audience });
  });

  it('keeps the salt where the assignment shall be the same', () => {
    const [event] = copy(null, original, flag, emil, { id: 'e2', key: 'again', sameAssignment: true }, {}, at(20));
    expect(event?.data).toMatchObject({ salt: 'e1', copiedFrom: 'e1' });
  });

  it('takes no key that is taken', () => {
    given(experiment, [drafted, by(viewer)])
      .when((state) => copy(state, original, flag, emil, { id: 'e1', key: 'exp', sameAssignment: false }, {}, at(20)))
      .thenRefused('key_taken');
  });
});
