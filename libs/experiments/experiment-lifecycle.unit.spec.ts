import { describe, expect, it } from '@jest/globals';
import {
  aDraft,
  anna,
  at,
  ben,
  by,
  emil,
  forRun,
  inReview,
  isApproved,
  isCompleted,
  isPaused,
  isRunning,
  owner,
  pausedByGuardrail,
  resumed,
  serviceKey,
  started,
  system,
  viewer,
  admin,
  type Past,
} from '../../test/support/experiments.js';
import { given } from '../../test/support/given.js';
import { complete } from './completing.js';
import { experimentAggregate } from './experiment-aggregate.js';
import type { ExperimentEvent } from './experiment.events.js';
import { pause } from './narrowing.js';
import { archive, resume, start, stopBySchedule } from './running.js';

const experiment = experimentAggregate;
const freely = { trigger: null, comment: null };
const rollback = { kind: 'rollback', winner: null } as const;

describe('starting', () => {
  it('starts only what is approved', () => {
    given(experiment, ...isApproved)
      .when((state) => start(state, 'e1', owner, null, at(1)))
      .then(started);
    for (const past of [aDraft, inReview, isRunning, isPaused, isCompleted]) {
      given(experiment, ...past)
        .when((state) => start(state, 'e1', owner, null, at(1)))
        .thenRefused('wrong_state');
    }
    given(experiment, ...isApproved)
      .when((state) => start(state, 'e1', ben, null, at(1)))
      .thenRefused('not_owner');
  });
});

describe('pausing', () => {
  it('is open to anybody but a viewer, and to a service key that halts', () => {
    for (const actor of [owner, ben, admin, system, serviceKey('halt')]) {
      expect(pause(given(experiment, ...isRunning).state, 'e1', actor, 'careful')).toHaveLength(1);
    }
    for (const actor of [viewer, serviceKey('read', 'ingest')]) {
      given(experiment, ...isRunning)
        .when((state) => pause(state, 'e1', actor, null))
        .thenRefused('role_too_low');
    }
  });

  it('ends the run; the phase goes on', () => {
    const { state } = given(experiment, ...isPaused);
    expect(state?.runs).toEqual([{ run: 1, phase: 1, from: at(1), to: at(2) }]);
    expect(state?.phases).toMatchObject([{ phase: 1, from: at(1), to: null }]);
  });
});

describe('resuming', () => {
  const again = (trigger: string, run: number): Past => [
    ...isRunning,
    [pausedByGuardrail(1, 't1'), by(system, 2)],
    [resumed(2), by(owner, 3)],
    [pausedByGuardrail(run, trigger), by(system, 4)],
  ];
  const reason = (trigger: string) => ({ trigger, comment: 'fixed' });

  it('opens a new phase and run, and only the owner or an admin does', () => {
    given(experiment, ...isPaused)
      .when((state) => resume(state, 'e1', owner, freely, at(3)))
      .then({ type: 'experiment_resumed', data: { phase: 2, run: 2, comment: null } });
    expect(resume(given(experiment, ...isPaused).state, 'e1', admin, freely, at(3))).toHaveLength(1);
    given(experiment, ...isPaused)
      .when((state) => resume(state, 'e1', ben, freely, at(3)))
      .thenRefused('not_owner');
  });

  it("names the trigger and a comment after a guardrail's pause, and only then", () => {
    const past: Past = [...isRunning, [pausedByGuardrail(1, 't1'), by(system, 2)]];
    given(experiment, ...past)
      .when((state) => resume(state, 'e1', owner, reason('t1'), at(3)))
      .then({ type: 'experiment_resumed', data: { phase: 2, run: 2, trigger: 't1', comment: 'fixed' } });
    for (const [why, code, pointer] of [
      [freely, 'required', '/trigger'],
      [reason('t2'), 'wrong_trigger', '/trigger'],
      [{ trigger: 't1', comment: ' ' }, 'required', '/comment'],
    ] as const) {
      given(experiment, ...past)
        .when((state) => resume(state, 'e1', owner, why, at(3)))
        .thenRefused(code, pointer);
    }
    given(experiment, ...isPaused)
      .when((state) => resume(state, 'e1', owner, reason('t1'), at(3)))
      .thenRefused('wrong_trigger', '/trigger');
  });

  it('takes a second opinion the second time after the same guardrail', () => {
    const past = again('t2', 2);
    for (const actor of [owner, { ...owner, role: 'admin' as const }, { ...ben, role: 'experimenter' as const }]) {
      given(experiment, ...past)
        .when((state) => resume(state, 'e1', actor, reason('t2'), at(5)))
        .thenRefused('second_opinion');
    }
    for (const actor of [anna, admin]) {
      expect(resume(given(experiment, ...past).state, 'e1', actor, reason('t2'), at(5))).toHaveLength(1);
    }
  });

  it('takes the same second opinion to roll a treatment out instead, and none to go back to control', () => {
    const past = again('t2', 2);
    const { state } = given(experiment, ...past);
    const rollout = { kind: 'rollout', winner: 'treatment' } as const;
    for (const actor of [owner, { ...owner, role: 'admin' as const }, emil]) {
      given(experiment, ...past)
        .when((now) => complete(now, 'e1', actor, rollout, null))
        .thenRefused('second_opinion');
    }
    for (const actor of [anna, admin]) expect(complete(state, 'e1', actor, rollout, null)).toHaveLength(1);
    for (const outcome of [
      rollback,
      { kind: 'no_effect', winner: null },
      { kind: 'rollout', winner: 'control' },
    ] as const) {
      expect(complete(state, 'e1', owner, outcome, null)).toHaveLength(1);
      given(experiment, ...past)
        .when((now) => complete(now, 'e1', anna, outcome, null))
        .thenRefused('not_owner');
    }
    const once = given(experiment, ...isRunning, [pausedByGuardrail(1, 't1'), by(system, 2)]);
    expect(complete(once.state, 'e1', owner, rollout, null)).toHaveLength(1);
    const resumedByAnna = given(experiment, ...past, [resumed(3), by(anna, 5)]);
    expect(complete(resumedByAnna.state, 'e1', owner, rollout, null)).toHaveLength(1);
  });

  it("asks for none after another guardrail's first pause", () => {
    const other: ExperimentEvent = {
      type: 'experiment_paused',
      data: { run: 2, comment: null, trigger: 't2', guardrail: 'sales' },
    };
    const past: Past = [...again('t2', 2).slice(0, -1), [other, by(system, 4)]];
    expect(resume(given(experiment, ...past).state, 'e1', owner, reason('t2'), at(5))).toHaveLength(1);
  });
});

describe('completing', () => {
  const pinOf = (events: readonly ExperimentEvent[]): unknown => (events[0]?.data as { pin: unknown }).pin;

  it('pins control at a rollback, the winner at a rollout, nothing without effect', () => {
    const { state } = given(experiment, ...isRunning);
    expect(pinOf(complete(state, 'e1', owner, rollback, null))).toEqual({
      variant: 'control',
      value: 'old',
      kind: 'rollback',
    });
    expect(pinOf(complete(state, 'e1', owner, { kind: 'rollout', winner: 'treatment' }, null))).toEqual({
      variant: 'treatment',
      value: 'new',
      kind: 'rollout',
    });
    expect(pinOf(complete(state, 'e1', owner, { kind: 'no_effect', winner: null }, null))).toBeNull();
  });

  it('refuses a rollout of nobody or of no variant, and a winner of anything else', () => {
    for (const [outcome, code] of [
      [{ kind: 'rollout', winner: null }, 'required'],
      [{ kind: 'rollout', winner: 'nobody' }, 'unknown_variant'],
      [{ kind: 'rollback', winner: 'treatment' }, 'unexpected_winner'],
      [{ kind: 'no_effect', winner: 'treatment' }, 'unexpected_winner'],
    ] as const) {
      given(experiment, ...isRunning)
        .when((state) => complete(state, 'e1', owner, outcome, null))
        .thenRefused(code, '/winner');
    }
  });

  it('ends run and phase', () => {
    const { state } = given(experiment, ...isCompleted);
    expect(state?.runs.at(-1)?.to).toBe(at(9));
    expect(state?.phases.at(-1)?.to).toBe(at(9));
  });

  it('archives only what is completed', () => {
    given(experiment, ...isRunning)
      .when((state) => archive(state, 'e1', owner, null))
      .thenRefused('wrong_state');
    expect(archive(given(experiment, ...isCompleted).state, 'e1', owner, null)).toHaveLength(1);
  });
});

describe("a guardrail's action", () => {
  it('is carried out in the run that it judged, and in no later one', () => {
    const past: Past = [...isPaused, [resumed(2), by(owner, 3)]];
    expect(pause(given(experiment, ...isRunning).state, 'e1', system, null, forRun)[0]?.data).toEqual({
      run: 1,
      comment: null,
      trigger: 't1',
      guardrail: 'crashes',
    });
    given(experiment, ...past)
      .when((state) => pause(state, 'e1', system, null, forRun))
      .thenRefused('superseded');
    given(experiment, ...past)
      .when((state) => complete(state, 'e1', system, rollback, null, forRun))
      .thenRefused('superseded');
  });

  it('rolls back what another guardrail has just paused', () => {
    const { state } = given(experiment, ...isPaused);
    expect(complete(state, 'e1', system, rollback, null, forRun)).toHaveLength(1);
  });
});

describe('a schedule', () => {
  const scheduled = (past: Past): Past => {
    const schedule = { startAt: at(5), stopAt: at(10) };
    return [...past, [{ type: 'experiment_edited', data: { schedule } }, by(owner)]];
  };

  it('starts what is approved and pauses what runs, for the times that it still names', () => {
    given(experiment, ...scheduled(isApproved))
      .when((state) => start(state, 'e1', system, null, at(5), at(5)))
      .then(started);
    given(experiment, ...scheduled(isApproved))
      .when((state) => start(state, 'e1', system, null, at(5), at(4)))
      .thenRefused('superseded');
    given(experiment, ...scheduled(isRunning))
      .when((state) => stopBySchedule(state, 'e1', system, at(10)))
      .then({ type: 'experiment_paused', data: { run: 1, comment: 'its scheduled stop' } });
    given(experiment, ...scheduled(isRunning))
      .when((state) => stopBySchedule(state, 'e1', system, at(9)))
      .thenRefused('superseded');
  });

  it('lets nothing start or go on past its stop: that takes an amendment', () => {
    given(experiment, ...scheduled(isApproved))
      .when((state) => start(state, 'e1', owner, null, at(10)))
      .thenRefused('past_stop');
    given(experiment, ...scheduled(isPaused))
      .when((state) => resume(state, 'e1', owner, freely, at(10)))
      .thenRefused('past_stop');
    expect(resume(given(experiment, ...scheduled(isPaused)).state, 'e1', owner, freely, at(9))).toHaveLength(1);
  });
});
