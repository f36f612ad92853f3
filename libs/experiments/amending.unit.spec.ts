import { describe, expect, it } from '@jest/globals';
import {
  admin,
  anna,
  anyApprover,
  at,
  ben,
  by,
  emil,
  isApproved,
  isPaused,
  isRunning,
  owner,
  viewer,
  type Past,
} from '../../test/support/experiments.js';
import { given } from '../../test/support/given.js';
import type { Actor } from '../event-sourcing/author.js';
import { amend, type AmendmentRequest } from './amending.js';
import { complete } from './completing.js';
import { contentHash } from './content/content-hash.js';
import { experimentAggregate } from './experiment-aggregate.js';
import type { Experiment } from './experiment.js';
import type { ExperimentEvent } from './experiment.events.js';
import { changeTraffic, disableArm, freezeEnrolment, tightenGuardrail } from './narrowing.js';
import { approve, reject, requestChanges, withdraw } from './review.js';

const experiment = experimentAggregate;
const crashes = () => ({ direction: 'lower_is_better', rule: { kind: 'count', event: 'crash' } }) as const;
const wider: AmendmentRequest = { trafficMax: '80', traffic: '60' };

const open = (state: Experiment | null, request: AmendmentRequest, actor: Actor = owner, required = 1) =>
  amend(state, 'e1', actor, anyApprover(required), request, {}, 'wider', at(5));

function after(past: Past, ...decisions: ((state: Experiment | null) => readonly ExperimentEvent[])[]): Experiment {
  let { state } = given(experiment, ...past);
  for (const decide of decisions) {
    // Who does it matters for votes only: they are Anna's.
    for (const event of decide(state)) {
      const actor = event.type === 'experiment_amendment_approved' ? anna : owner;
      state = experiment.evolve(state, event, by(actor, 6));
    }
  }
  if (!state) throw new Error('there is no experiment');
  return state;
}
const vote =
  (actor: Actor, required = 1) =>
  (state: Experiment | null) =>
    approve(state, 'e1', actor, anyApprover(required), null);

describe('an amendment', () => {
  it('names the live hash that it changes, and changes nothing before the last vote', () => {
    const opened = after(isRunning, (state) => open(state, wider));
    const before = after(isRunning);
    expect(opened).toMatchObject({ status: 'running', traffic: '20', trafficMax: '50', phase: 1 });
    expect(opened.amendment).toMatchObject({
      changes: wider,
      liveHash: before.liveHash,
      contentHash: contentHash({ ...before, trafficMax: '80' }),
      openedBy: { id: 'olga' },
      votes: [],
    });
    const half = after(isRunning, (state) => open(state, wider), vote(anna, 2));
    expect(half).toMatchObject({ traffic: '20', amendment: { votes: [{ by: { id: 'anna' } }] } });
  });

  it('applies at the last vote, with a new hash, and a new phase where it changes the assignment', () => {
    const amended = after(isRunning, (state) => open(state, wider), vote(anna));
    expect(amended).toMatchObject({ traffic: '60', trafficMax: '80', phase: 2, amendment: null, status: 'running' });
    expect(amended.phases).toMatchObject([
      { phase: 1, to: at(6) },
      { phase: 2, from: at(6), traffic: '60' },
    ]);
    expect(amended.contentHash).toBe(contentHash(amended));
    expect(amended.liveHash).not.toBe(after(isRunning).liveHash);
    const unmoved = after(isRunning, (state) => open(state, { trafficMax: '80' }), vote(anna));
    expect(unmoved).toMatchObject({ traffic: '20', trafficMax: '80', phase: 1 });
    const whilePaused = after(isPaused, (state) => open(state, wider), vote(anna));
    expect(whilePaused).toMatchObject({ traffic: '60', status: 'paused', phase: 1 });
  });

  it('loosens and drops guardrails, enables arms again, moves the stop', () => {
    const disabled = (state: Experiment | null) => disableArm(state, 'e1', emil, 'treatment', 'why');
    const enabled = after(isRunning, disabled, (state) => open(state, { disabledArms: [] }), vote(anna));
    expect(enabled).toMatchObject({ disabledArms: [], phase: 3 });
    const loosened = [{ metric: 'crashes', threshold: '0.3', action: 'notify' as const }];
    const schedule = { stopAt: at(90) };
    const changed = after(isRunning, (state) => open(state, { guardrails: loosened, schedule }), vote(anna));
    expect(changed.guardrails).toMatchObject([{ key: 'crashes', threshold: '0.3', action: 'notify' }]);
    expect(changed.schedule).toEqual({ startAt: null, stopAt: at(90) });
    expect(after(isRunning, (state) => open(state, { guardrails: [] }), vote(anna)).guardrails).toEqual([]);
  });

  it('follows the traffic that was lowered meanwhile', () => {
    const lower = (state: Experiment | null) => changeTraffic(state, 'e1', emil, '5', 'why');
    expect(after(isRunning, (state) => open(state, { trafficMax: '80' }), lower, vote(anna)).traffic).toBe('5');
    expect(after(isRunning, (state) => open(state, { trafficMax: '10' }), vote(anna)).traffic).toBe('10');
  });

  it.each<[string, (state: Experiment | null) => ExperimentEvent[]]>([
    ['a freeze', (state) => freezeEnrolment(state, 'e1', emil, 'why')],
    ['a disabled arm', (state) => disableArm(state, 'e1', emil, 'treatment', 'why')],
    [
      'a tighter guardrail',
      (state) => tightenGuardrail(state, 'e1', emil, { guardrail: 'crashes', threshold: '0' }, crashes, 'why'),
    ],
  ])('is stale after %s: its vote is refused, it can be withdrawn', (_, narrow) => {
    const stale = after(isRunning, (state) => open(state, wider), narrow);
    given(experiment)
      .when(() => vote(anna)(stale))
      .thenRefused('stale_amendment');
    expect(withdraw(stale, 'e1', owner, null)).toEqual([
      { type: 'experiment_amendment_closed', data: { how: 'withdrawn', comment: null } },
    ]);
  });

  it('is one at a time', () => {
    const opened = after(isRunning, (state) => open(state, wider));
    given(experiment)
      .when(() => open(opened, { hypothesis: 'h' }))
      .thenRefused('amendment_open');
    const closed = after(
      isRunning,
      (state) => open(state, wider),
      (state) => reject(state, 'e1', anna, anyApprover(1), 'no'),
    );
    expect(closed).toMatchObject({ amendment: null, status: 'running', traffic: '20' });
    expect(open(closed, wider)).toHaveLength(1);
  });

  it('asks for the same quorum: nobody for their own, nobody twice', () => {
    const opened = after(isRunning, (state) => open(state, wider));
    for (const [actor, code] of [
      [owner, 'own_experiment'],
      [emil, 'not_a_reviewer'],
      [viewer, 'not_a_reviewer'],
    ] as const) {
      given(experiment)
        .when(() => vote(actor)(opened))
        .thenRefused(code);
    }
    const half = after(isRunning, (state) => open(state, wider), vote(anna, 2));
    given(experiment)
      .when(() => vote(anna, 2)(half))
      .thenRefused('already_voted');
    expect(vote(ben, 2)(half).map((event) => event.type)).toEqual([
      'experiment_amendment_approved',
      'experiment_amended',
    ]);
    const byAdmin = open(given(experiment, ...isRunning).state, wider, admin)[0];
    if (!byAdmin) throw new Error('nothing was opened');
    const { state } = given(experiment, ...isRunning, [byAdmin, by(admin, 5)]);
    given(experiment)
      .when(() => vote(admin)(state))
      .thenRefused('own_experiment');
  });

  it('applies at once, by policy, where no approval is required', () => {
    const events = open(given(experiment, ...isRunning).state, wider, owner, 0);
    expect(events.map((event) => event.type)).toEqual(['experiment_amendment_opened', 'experiment_amended']);
    expect(events[1]?.data).toMatchObject({ byPolicy: true, content: wider, phase: 2 });
  });

  it.each<[AmendmentRequest, string, string | undefined]>([
    [{}, 'nothing_changed', undefined],
    [{ trafficMax: '50', traffic: '20', disabledArms: [] }, 'nothing_changed', undefined],
    [{ traffic: '51' }, 'above_traffic_max', '/traffic'],
    [{ trafficMax: '101' }, 'out_of_range', '/trafficMax'],
    [{ disabledArms: ['nobody'] }, 'unknown_variant', '/disabledArms/0'],
    [{ disabledArms: ['other', 'control'] }, 'is_control', '/disabledArms/1'],
    [{ schedule: { stopAt: at(5) } }, 'stop_in_past', '/schedule/stopAt'],
    [{ schedule: { startAt: at(4) } }, 'start_in_past', '/schedule/startAt'],
    [{ schedule: { startAt: at(9), stopAt: at(8) } }, 'stop_before_start', '/schedule/stopAt'],
  ])('refuses %j', (request, code, pointer) => {
    given(experiment, ...isRunning)
      .when((state) => open(state, request))
      .thenRefused(code, pointer);
  });

  it("is the owner's or an admin's, of what is live only", () => {
    given(experiment, ...isRunning)
      .when((state) => open(state, wider, ben))
      .thenRefused('not_owner');
    given(experiment, ...isApproved)
      .when((state) => open(state, wider))
      .thenRefused('wrong_state');
    given(experiment, ...isRunning)
      .when((state) => amend(state, 'e1', owner, { required: 1, voters: ['olga'] }, wider, {}, null, at(5)))
      .thenRefused('unreachable_quorum');
    given(experiment, ...isRunning)
      .when((state) => requestChanges(state, 'e1', anna, anyApprover(1), null))
      .thenRefused('wrong_state');
  });

  it('ends with the experiment', () => {
    const ended = after(
      isRunning,
      (state) => open(state, wider),
      (state) => complete(state, 'e1', owner, { kind: 'no_effect', winner: null }, null),
    );
    expect(ended.amendment).toBeNull();
  });
});
