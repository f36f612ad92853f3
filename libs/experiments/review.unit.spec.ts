import { describe, expect, it } from '@jest/globals';
import {
  aDraft,
  admin,
  anna,
  anyApprover,
  approved,
  at,
  ben,
  by,
  draftedContent,
  emil,
  hash,
  inReview,
  isApproved,
  isCompleted,
  isRunning,
  owner,
  person,
  viewer,
  type Past,
} from '../../test/support/experiments.js';
import { given } from '../../test/support/given.js';
import { Refusal } from '../primitives/refusal.js';
import type { Quorum } from '../reviews/index.js';
import { amend } from './amending.js';
import { contentHash } from './content/content-hash.js';
import { thresholdsIn } from './content/guardrails.js';
import { experimentAggregate } from './experiment-aggregate.js';
import type { ExperimentEvent } from './experiment.events.js';
import { approve, awaitsVoteOf, reject, requestChanges, submit, transfer, withdraw } from './review.js';

const experiment = experimentAggregate;
const half: Past = [...inReview, [approved(1, 2), by(anna)]];

describe('reviewing', () => {
  it('submits a draft under the hash of its content, with its warnings', () => {
    const warning = { code: 'control_not_status_quo', message: 'control is not what the flag serves' } as const;
    given(experiment, ...aDraft)
      .when((state) => submit(state, 'e1', owner, anyApprover(1), 'please', [warning]))
      .then({ type: 'experiment_submitted', data: { contentHash: hash, warnings: [warning], comment: 'please' } });
  });

  it('approves at once, by policy, where no approval is required', () => {
    const events = submit(given(experiment, ...aDraft).state, 'e1', owner, anyApprover(0), null, []);
    expect(events.map((event) => event.type)).toEqual(['experiment_submitted', 'experiment_approved']);
    expect(events[1]?.data).toMatchObject({ byPolicy: true, quorumReached: true, votes: 0 });
  });

  it('refuses a quorum that the group cannot reach without the owner', () => {
    given(experiment, ...aDraft)
      .when((state) => submit(state, 'e1', owner, { required: 2, voters: ['olga', 'anna'] }, null, []))
      .thenRefused('unreachable_quorum');
  });

  it('awaits the votes that it would take, and no others', () => {
    const people = [owner, emil, anna, ben, viewer, admin];
    const voters = (past: Past, quorum: Quorum) => {
      const { state } = given(experiment, ...past);
      if (!state) throw new Error('there is no experiment');
      const awaited = people.filter((each) => awaitsVoteOf(state, each, quorum));
      const takes = (actor: (typeof people)[number]): boolean => {
        try {
          return approve(state, 'e1', actor, quorum, null).length > 0;
        } catch (error) {
          if (error instanceof Refusal) return false;
          throw error;
        }
      };
      expect(awaited).toEqual(people.filter(takes));
      return awaited.map(({ id }) => id);
    };
    expect(voters(inReview, anyApprover(2))).toEqual(['anna', 'ben', 'ada']);
    expect(voters(half, anyApprover(2))).toEqual(['ben', 'ada']);
    expect(voters(inReview, { required: 1, voters: ['emil', 'olga', 'vera'] })).toEqual(['emil']);
    expect(voters(aDraft, anyApprover(1))).toEqual([]);
    expect(voters(isRunning, anyApprover(1))).toEqual([]);
    const request = { hypothesis: 'h' };
    const opened = amend(given(experiment, ...isRunning).state, 'e1', owner, anyApprover(1), request, {}, null, at(3));
    const amended: Past = [...isRunning, ...opened.map((event) => [event, by(owner, 3)] as const)];
    expect(voters(amended, anyApprover(1))).toEqual(['anna', 'ben', 'ada']);
    const frozen: ExperimentEvent = { type: 'experiment_enrolment_frozen', data: { phase: 2, comment: null } };
    expect(voters([...amended, [frozen, by(anna, 4)]], anyApprover(1))).toEqual([]);
  });

  it('counts votes up to the quorum', () => {
    const first = approve(given(experiment, ...inReview).state, 'e1', anna, anyApprover(2), null);
    expect(first[0]?.data).toMatchObject({ votes: 1, quorumReached: false });
    expect(given(experiment, ...half).state?.status).toBe('in_review');
    const second = approve(given(experiment, ...half).state, 'e1', ben, anyApprover(2), null);
    expect(second[0]?.data).toMatchObject({ votes: 2, quorumReached: true });
  });

  it('judges the quorum at each vote: a later policy neither closes nor reopens', () => {
    // One vote was asked for when Anna voted, then two, then one again.
    given(experiment, ...isApproved)
      .when((state) => approve(state, 'e1', ben, anyApprover(2), null))
      .thenRefused('wrong_state');
    const lowered = approve(given(experiment, ...half).state, 'e1', ben, anyApprover(1), null);
    expect(lowered[0]?.data).toMatchObject({ votes: 2, required: 1, quorumReached: true });
  });

  it.each([
    ['the owner, an admin or not', person('olga', 'admin'), 'own_experiment'],
    ['an experimenter', emil, 'not_a_reviewer'],
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
    expect(approve(given(experiment, ...inReview).state, 'e1', emil, group, null)).toHaveLength(1);
  });

  it('counts a vote though its voter has lost the role since', () => {
    const withoutAnna: Quorum = { required: 2, voters: ['ben', 'emil'] };
    const vote = approve(given(experiment, ...half).state, 'e1', ben, withoutAnna, null);
    expect(vote[0]?.data).toMatchObject({ votes: 2, quorumReached: true });
  });

  it("counts one person's votes once", () => {
    given(experiment, ...half)
      .when((state) => approve(state, 'e1', anna, anyApprover(2), null))
      .thenRefused('already_voted');
  });

  it.each(['experiment_changes_requested', 'experiment_withdrawn'] as const)('voids the votes after %s', (type) => {
    const back = given(experiment, ...half, [{ type, data: { comment: null } }, by(ben)]);
    expect(back.state).toMatchObject({ status: 'draft', votes: [], contentHash: null, required: null });
  });

  it('withdraws what is approved, too, and rejects for good', () => {
    given(experiment, ...isApproved)
      .when((state) => withdraw(state, 'e1', owner, null))
      .then({ type: 'experiment_withdrawn', data: { comment: null } });
    const rejected = given(experiment, ...inReview, [
      { type: 'experiment_rejected', data: { comment: null } },
      by(ben),
    ]);
    for (const again of [
      () => submit(rejected.state, 'e1', owner, anyApprover(1), null, []),
      () => withdraw(rejected.state, 'e1', owner, null),
    ]) {
      expect(again).toThrow(/rejected/);
    }
  });
});

describe('transferring', () => {
  const toAnna: ExperimentEvent = {
    type: 'experiment_transferred',
    data: { owner: { id: 'anna', name: 'anna' }, comment: null },
  };
  const toBen: ExperimentEvent = { ...toAnna, data: { owner: { id: 'ben', name: 'ben' }, comment: null } };

  it("is an admin's, to somebody who runs experiments", () => {
    given(experiment, ...inReview)
      .when((state) => transfer(state, 'e1', admin, emil, anyApprover(1), 'leaving'))
      .then({ type: 'experiment_transferred', data: { owner: { id: 'emil', name: 'emil' }, comment: 'leaving' } });
    given(experiment, ...inReview)
      .when((state) => transfer(state, 'e1', owner, emil, anyApprover(1), null))
      .thenRefused('role_too_low');
    given(experiment, ...inReview)
      .when((state) => transfer(state, 'e1', admin, viewer, anyApprover(1), null))
      .thenRefused('not_an_experimenter', '/owner');
    given(experiment, ...inReview)
      .when((state) => transfer(state, 'e1', admin, emil, { required: 1, voters: ['emil'] }, null))
      .thenRefused('unreachable_quorum');
    expect(transfer(given(experiment, ...isCompleted).state, 'e1', admin, owner, anyApprover(1), null)).toEqual([]);
  });

  it("voids the new owner's own vote", () => {
    const { state } = given(experiment, ...half, [toAnna, by(admin)]);
    expect(state).toMatchObject({ owner: { id: 'anna' }, votes: [], status: 'in_review' });
    expect(() => approve(state, 'e1', anna, anyApprover(1), null)).toThrow('nobody reviews their own');
    const vote = approve(state, 'e1', ben, anyApprover(2), null);
    expect(vote[0]?.data).toMatchObject({ votes: 1, quorumReached: false });
  });

  it('takes no vote of those who owned it before, unless it is on what another has amended since', () => {
    const again: Past = [
      [toAnna, by(admin)],
      [toBen, by(admin)],
    ];
    const former = person('olga', 'approver');
    for (const actor of [former, anna]) {
      for (const vote of [approve, reject, requestChanges]) {
        given(experiment, ...inReview, ...again)
          .when((state) => vote(state, 'e1', actor, anyApprover(1), null))
          .thenRefused('own_experiment');
      }
    }
    given(experiment, ...inReview)
      .when((state) => transfer(state, 'e1', admin, emil, { required: 1, voters: ['olga', 'emil'] }, null))
      .thenRefused('unreachable_quorum');

    const opened = amend(
      given(experiment, ...isRunning, ...again).state,
      'e1',
      ben,
      anyApprover(1),
      { trafficMax: '100' },
      {},
      null,
      at(5),
    );
    const { state } = given(experiment, ...isRunning, ...again, ...opened.map((event) => [event, by(ben, 5)] as const));
    expect(approve(state, 'e1', former, anyApprover(1), null).at(-1)?.type).toBe('experiment_amended');
  });

  it('opens the review again where the void vote made the quorum', () => {
    const { state } = given(experiment, ...isApproved, [toAnna, by(admin)]);
    expect(state).toMatchObject({ status: 'in_review', votes: [] });
    const enough: Past = [...half, [approved(2, 2), by(ben)]];
    expect(given(experiment, ...enough, [toAnna, by(admin)]).state?.status).toBe('in_review');
    const toEmil: ExperimentEvent = { ...toAnna, data: { owner: { id: 'emil', name: 'emil' }, comment: null } };
    expect(given(experiment, ...enough, [toEmil, by(admin)]).state?.status).toBe('approved');
  });

  it('leaves what runs running', () => {
    expect(given(experiment, ...isRunning, [toAnna, by(admin)]).state).toMatchObject({ status: 'running', votes: [] });
  });
});

describe('the content hash', () => {
  it('is over everything but labels, the owner, the actual traffic and metrics added past draft', () => {
    const same = { ...draftedContent, traffic: '1', name: 'N', description: 'D', metrics: ['sales', 'late'] };
    expect(contentHash({ ...same, metricVersions: { ...same.metricVersions, late: 3 }, addedMetrics: ['late'] })).toBe(
      hash,
    );
    const [guardrail] = thresholdsIn(draftedContent.guardrails);
    if (!guardrail) throw new Error('the draft has a guardrail');
    const changes: Partial<typeof draftedContent>[] = [
      { flag: 'g' },
      { variants: draftedContent.variants.toReversed() },
      { targeting: { country: 'DE' } },
      { bucketBy: 'company' },
      { exposure: 'on_decide' },
      { trafficMax: '51' },
      { hypothesis: 'h' },
      { primaryMetric: 'sales' },
      { metrics: [] },
      { metricVersions: { ...draftedContent.metricVersions, sales: 2 } },
      { metricVersions: { ...draftedContent.metricVersions, crashes: 2 } },
      { schedule: { startAt: null, stopAt: '2026-02-01T00:00:00.000Z' } },
      { guardrails: [] },
      { guardrails: [{ ...guardrail, threshold: '0.2' }] },
      { guardrails: [{ ...guardrail, minSample: 1 }] },
      { guardrails: [{ ...guardrail, per: 'subject' }] },
      { guardrails: [{ ...guardrail, scope: 'treatments' }] },
    ];
    const hashes = changes.map((change) => contentHash({ ...draftedContent, ...change }));
    expect(new Set([...hashes, hash]).size).toBe(changes.length + 1);
  });
});
