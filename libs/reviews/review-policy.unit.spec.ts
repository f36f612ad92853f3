import { describe, expect, it } from '@jest/globals';
import {
  checkReachable,
  mayVote,
  quorumFor,
  reviewPolicyAggregate,
  setApproverGroup,
  setReviewPolicy,
} from './review-policy.js';

const group = { ownerId: 'olga', approvers: ['anna', 'ben'], minApprovals: 2 };

describe('the quorum', () => {
  it("is the policy's, or the owner's group's own", () => {
    expect(quorumFor({ minApprovals: 1, allowAnyApprover: true }, null)).toEqual({ required: 1, voters: null });
    expect(quorumFor({ minApprovals: 1, allowAnyApprover: false }, group)).toEqual({
      required: 2,
      voters: ['anna', 'ben'],
    });
    expect(quorumFor({ minApprovals: 3, allowAnyApprover: true }, group)).toEqual({ required: 2, voters: null });
  });

  it('has no voters where only members of a group vote and the owner has none', () => {
    const quorum = quorumFor({ minApprovals: 1, allowAnyApprover: false }, null);
    expect(quorum.voters).toEqual([]);
    expect(() => checkReachable(quorum.voters, ['olga'], quorum.required)).toThrow(/cannot be reached/);
  });

  it.each([
    ['approver', true],
    ['admin', true],
    ['experimenter', false],
    ['viewer', false],
    [null, false],
  ] as const)('of anybody takes the vote of role %s: %s', (role, may) => {
    expect(mayVote({ required: 1, voters: null }, { id: 'x', role })).toBe(may);
  });

  it('of a group is refused when the owner would have to vote', () => {
    expect(() => setApproverGroup({ ownerId: 'olga', approvers: ['olga', 'anna'], minApprovals: 2 })).toThrow(
      /cannot be reached/,
    );
    expect(() => setApproverGroup({ ownerId: 'olga', approvers: ['anna', 'anna'], minApprovals: 2 })).toThrow(
      /cannot be reached/,
    );
    expect(setApproverGroup(group)).toHaveLength(1);
  });
});

describe('what a completion against the verdict takes', () => {
  it('is a comment, until the policy says otherwise, and in policies from before', () => {
    const { initialState, evolve } = reviewPolicyAggregate;
    const facts = { by: { kind: 'user', id: 'ada', name: 'ada' }, at: '2026-01-01T00:00:00.000Z' } as const;
    expect(initialState.againstVerdict).toBe('comment');
    const before = { type: 'review_policy_set', data: { minApprovals: 2, allowAnyApprover: false } } as const;
    expect(evolve(initialState, before, facts)).toEqual({ ...before.data, againstVerdict: 'comment' });
    const policy = { minApprovals: 2, allowAnyApprover: false, againstVerdict: 'second_vote' } as const;
    expect(setReviewPolicy(policy).reduce((state, event) => evolve(state, event, facts), initialState)).toEqual(policy);
  });
});
