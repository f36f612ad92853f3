import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { given } from '../../test/support/given.js';
import type { Flag } from '../flags/index.js';
import type { Actor, Role } from '../platform/author.js';
import type { Facts } from '../platform/decider.js';
import { Refusal } from '../platform/refusal.js';
import type { Quorum } from '../reviews/index.js';
import { contentHash } from './content.js';
import { attachGuardrail, attachMetric, draft, edit } from './drafting.js';
import { experimentAggregate, isLive, type Experiment } from './experiment.js';
import type { ExperimentEvent } from './experiment.events.js';
import { approve, reject, requestChanges, submit, withdraw } from './review.js';
import { archive, complete, pause, resume, start } from './running.js';

const person = (id: string, role: Role): Actor => ({ kind: 'user', id, name: id, role, scopes: ['manage'] });
const owner = person('olga', 'experimenter');
const anna = person('anna', 'approver');
const ben = person('ben', 'approver');
const viewer = person('vera', 'viewer');
const admin = person('ada', 'admin');
const system: Actor = { kind: 'system', id: 'system', name: 'guardrail g', role: null, scopes: [] };
const flag: Flag = { key: 'f', type: 'string', default: 'old', description: '', tags: [], archived: false };
const anyApprover = (required: number): Quorum => ({ required, voters: null });

const at = (minute: number): string => `2026-01-01T00:${String(minute).padStart(2, '0')}:00.000Z`;
const by = ({ kind, id, name }: Actor, minute = 0): Facts => ({ by: { kind, id, name }, at: at(minute) });

const [drafted] = draft(null, flag, owner, {
  id: 'e1',
  key: 'exp',
  name: 'Exp',
  environment: 'production',
  variants: [
    { key: 'control', value: 'old', weight: '50', control: true },
    { key: 'treatment', value: 'new', weight: '50', control: false },
  ],
});
if (!drafted) throw new Error('a draft is one event');
const hash = contentHash({ ...(drafted.data as Experiment) });
const submitted: ExperimentEvent = { type: 'experiment_submitted', data: { contentHash: hash, comment: null } };
const approved = (votes: number, quorumReached: boolean): ExperimentEvent => ({
  type: 'experiment_approved',
  data: { contentHash: hash, votes, required: 2, quorumReached, byPolicy: false, comment: null },
});
const started: ExperimentEvent = { type: 'experiment_started', data: { phase: 1, run: 1, comment: null } };

const aDraft = [[drafted, by(owner)]] as const;
const inReview = [...aDraft, [submitted, by(owner)]] as const;
const isApproved = [...inReview, [approved(1, true), by(anna)]] as const;
const isRunning = [...isApproved, [started, by(owner, 1)]] as const;
const isPaused = [...isRunning, [{ type: 'experiment_paused', data: { run: 1, comment: null } }, by(anna, 2)]] as const;

const experiment = experimentAggregate;

describe('reviewing', () => {
  it('submits a draft under the hash of its content', () => {
    given(experiment, ...aDraft)
      .when((state) => submit(state, 'e1', owner, anyApprover(1), 'please'))
      .then({ type: 'experiment_submitted', data: { contentHash: hash, comment: 'please' } });
  });

  it('approves at once, by policy, where no approval is required', () => {
    const events = submit(given(experiment, ...aDraft).state, 'e1', owner, anyApprover(0), null);
    expect(events.map((event) => event.type)).toEqual(['experiment_submitted', 'experiment_approved']);
    expect(events[1]?.data).toMatchObject({ byPolicy: true, quorumReached: true, votes: 0 });
  });

  it('refuses a quorum that the group cannot reach without the owner', () => {
    given(experiment, ...aDraft)
      .when((state) => submit(state, 'e1', owner, { required: 2, voters: ['olga', 'anna'] }, null))
      .thenRefused('unreachable_quorum');
  });

  it('counts votes up to the quorum', () => {
    const first = approve(given(experiment, ...inReview).state, 'e1', anna, anyApprover(2), null);
    expect(first[0]?.data).toMatchObject({ votes: 1, quorumReached: false });
    const half = given(experiment, ...inReview, [approved(1, false), by(anna)]);
    expect(half.state?.status).toBe('in_review');
    expect(approve(half.state, 'e1', ben, anyApprover(2), null)[0]?.data).toMatchObject({
      votes: 2,
      quorumReached: true,
    });
  });

  it.each([
    ['the owner, an admin or not', person('olga', 'admin'), 'own_experiment'],
    ['an experimenter', person('emil', 'experimenter'), 'not_a_reviewer'],
    ['a viewer', viewer, 'not_a_reviewer'],
  ])('takes no vote of %s', (_, actor, code) => {
    for (const vote of [approve, reject, requestChanges]) {
      given(experiment, ...inReview)
        .when((state) => vote(state, 'e1', actor, anyApprover(1), null))
        .thenRefused(code);
    }
  });

  it('takes only members of the group where the policy says so', () => {
    const group: Quorum = { required: 1, voters: ['emil'] };
    given(experiment, ...inReview)
      .when((state) => approve(state, 'e1', anna, group, null))
      .thenRefused('not_a_reviewer');
    expect(
      approve(given(experiment, ...inReview).state, 'e1', person('emil', 'experimenter'), group, null),
    ).toHaveLength(1);
  });

  it("counts one person's votes once", () => {
    given(experiment, ...inReview, [approved(1, false), by(anna)])
      .when((state) => approve(state, 'e1', anna, anyApprover(2), null))
      .thenRefused('already_voted');
  });

  it.each(['experiment_changes_requested', 'experiment_withdrawn'] as const)('voids the votes after %s', (type) => {
    const back = given(
      experiment,
      ...inReview,
      [approved(1, false), by(anna)],
      [{ type, data: { comment: null } }, by(ben)],
    );
    expect(back.state).toMatchObject({ status: 'draft', votes: [], contentHash: null });
  });

  it('withdraws what is approved, too', () => {
    given(experiment, ...isApproved)
      .when((state) => withdraw(state, 'e1', owner, null))
      .then({ type: 'experiment_withdrawn', data: { comment: null } });
  });
});

describe('editing', () => {
  it('changes a draft, and only its owner or an admin does', () => {
    given(experiment, ...aDraft)
      .when((state) => edit(state, 'e1', flag, owner, { traffic: '10' }))
      .then({ type: 'experiment_edited', data: { traffic: '10' } });
    given(experiment, ...aDraft)
      .when((state) => edit(state, 'e1', flag, ben, { traffic: '10' }))
      .thenRefused('not_owner');
    expect(edit(given(experiment, ...aDraft).state, 'e1', flag, admin, { name: 'N' })).toHaveLength(1);
  });

  it.each([
    ['in review', inReview],
    ['approved', isApproved],
    ['running', isRunning],
  ])('refuses when %s', (_, past) => {
    given(experiment, ...past)
      .when((state) => edit(state, 'e1', flag, owner, { traffic: '1' }))
      .thenRefused('wrong_state');
    given(experiment, ...past)
      .when((state) => attachMetric(state, 'e1', owner, 'm'))
      .thenRefused('wrong_state');
  });

  it('names guardrails after their metric, and numbers them', () => {
    const one = { metric: 'm', threshold: '1', action: 'pause' } as const;
    const first = attachGuardrail(given(experiment, ...aDraft).state, 'e1', owner, one)[0];
    if (!first) throw new Error('nothing was attached');
    const events = attachGuardrail(given(experiment, ...aDraft, [first, by(owner)]).state, 'e1', owner, one);
    expect(events[0]?.data).toMatchObject({ guardrails: [{ key: 'm', windowMinutes: 60 }, { key: 'm-2' }] });
  });
});

describe('running', () => {
  it('starts only what is approved', () => {
    given(experiment, ...isApproved)
      .when((state) => start(state, 'e1', owner, null))
      .then(started);
    for (const past of [aDraft, inReview, isRunning, isPaused]) {
      given(experiment, ...past)
        .when((state) => start(state, 'e1', owner, null))
        .thenRefused('wrong_state');
    }
  });

  it('lets anybody but a viewer pause', () => {
    expect(pause(given(experiment, ...isRunning).state, 'e1', ben, 'careful')).toHaveLength(1);
    given(experiment, ...isRunning)
      .when((state) => pause(state, 'e1', viewer, null))
      .thenRefused('role_too_low');
  });

  it('lets only the owner or an admin resume, into a new phase and run', () => {
    given(experiment, ...isPaused)
      .when((state) => resume(state, 'e1', ben, null))
      .thenRefused('not_owner');
    given(experiment, ...isPaused)
      .when((state) => resume(state, 'e1', owner, null))
      .then({ type: 'experiment_resumed', data: { phase: 2, run: 2, comment: null } });
  });

  it('pins control at a rollback, the winner at a rollout, nothing without effect', () => {
    const pinOf = (events: readonly ExperimentEvent[]): unknown => (events[0]?.data as { pin: unknown }).pin;
    const { state } = given(experiment, ...isRunning);
    expect(pinOf(complete(state, 'e1', owner, { kind: 'rollback', winner: null }, null))).toEqual({
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

  it("carries out a guardrail's action in the run that it judged, and in no later one", () => {
    const resumed = [
      ...isPaused,
      [{ type: 'experiment_resumed', data: { phase: 2, run: 2, comment: null } }, by(owner, 3)],
    ] as const;
    const forRun = { run: 1, trigger: 't1' };
    expect(pause(given(experiment, ...isRunning).state, 'e1', system, null, forRun)[0]?.data).toMatchObject({
      trigger: 't1',
    });
    given(experiment, ...resumed)
      .when((state) => pause(state, 'e1', system, null, forRun))
      .thenRefused('superseded');
    given(experiment, ...resumed)
      .when((state) => complete(state, 'e1', system, { kind: 'rollback', winner: null }, null, forRun))
      .thenRefused('superseded');
  });

  it('rolls back what another guardrail has just paused', () => {
    const { state } = given(experiment, ...isPaused);
    expect(
      complete(state, 'e1', system, { kind: 'rollback', winner: null }, null, { run: 1, trigger: 't' }),
    ).toHaveLength(1);
  });

  it('ends runs at pauses and at the end', () => {
    expect(given(experiment, ...isPaused).state?.runs).toEqual([{ run: 1, phase: 1, from: at(1), to: at(2) }]);
  });

  it('archives only what is completed', () => {
    given(experiment, ...isRunning)
      .when((state) => archive(state, 'e1', owner, null))
      .thenRefused('wrong_state');
  });
});

describe('any sequence of commands', () => {
  const people = [owner, anna, ben, viewer, admin];
  type Step = (state: Experiment | null, actor: Actor, required: number) => readonly ExperimentEvent[];
  const steps: Readonly<Record<string, Step>> = {
    submit: (state, actor, required) => submit(state, 'e1', actor, anyApprover(required), null),
    approve: (state, actor, required) => approve(state, 'e1', actor, anyApprover(required), null),
    reject: (state, actor, required) => reject(state, 'e1', actor, anyApprover(required), null),
    requestChanges: (state, actor, required) => requestChanges(state, 'e1', actor, anyApprover(required), null),
    withdraw: (state, actor) => withdraw(state, 'e1', actor, null),
    start: (state, actor) => start(state, 'e1', actor, null),
    pause: (state, actor) => pause(state, 'e1', actor, null),
    resume: (state, actor) => resume(state, 'e1', actor, null),
    complete: (state, actor) => complete(state, 'e1', actor, { kind: 'rollback', winner: null }, null),
    editTraffic: (state, actor) => edit(state, 'e1', flag, actor, { traffic: state?.traffic === '10' ? '20' : '10' }),
  };
  const command = fc.record({
    step: fc.constantFrom(...Object.keys(steps)),
    actor: fc.constantFrom(...people),
    required: fc.integer({ min: 1, max: 2 }),
  });

  it('never leads to running without the quorum of approvals on exactly this content', () => {
    const reached = new Set<string>();
    fc.assert(
      fc.property(fc.array(command, { minLength: 10, maxLength: 80, size: 'max' }), (commands) => {
        let state = experimentAggregate.evolve(null, drafted, by(owner));
        let voters = new Set<string>();
        let quorumOn: string | null = null;
        for (const { step, actor, required } of commands) {
          let events: readonly ExperimentEvent[];
          try {
            events = steps[step]?.(state, actor, required) ?? [];
          } catch (error) {
            expect(error).toBeInstanceOf(Refusal);
            continue;
          }
          // The model: what a review needs, counted independently of the aggregate.
          if (step === 'submit') [voters, quorumOn] = [new Set(), null];
          if (step === 'approve' && actor.id !== 'olga') voters.add(actor.id);
          if (step === 'approve' && voters.size >= required && state) quorumOn = contentHash(state);
          if (step === 'withdraw' || step === 'requestChanges') quorumOn = null;
          for (const event of events) state = experimentAggregate.evolve(state, event, by(actor));
          reached.add(state?.status ?? '');
          if (state && (isLive(state) || state.status === 'approved')) expect(quorumOn).toBe(contentHash(state));
          expect(state?.votes.some((vote) => vote.by.id === 'olga')).toBe(false);
        }
      }),
      { numRuns: 3_000, seed: 20_260_101 },
    );
    // The property is about something: the sequences get everywhere.
    expect([...reached].sort()).toEqual([
      'approved',
      'completed',
      'draft',
      'in_review',
      'paused',
      'rejected',
      'running',
    ]);
  });
});
