import type { Role } from '../event-sourcing/author.js';
import type { Aggregate } from '../event-sourcing/aggregate.js';
import { eventCodec } from '../event-sourcing/event-codec.js';
import type { DomainEvent } from '../event-sourcing/decider.js';
import { conflict } from '../primitives/refusal.js';

export const OPPOSED_COMPLETIONS = ['comment', 'second_vote'] as const;
/** What a completion against the verdict takes: a comment that names it or, for a rollout, also another's vote. */
export type OpposedCompletions = (typeof OPPOSED_COMPLETIONS)[number];

/** The number of required approvals, and whether any approver may vote or only the owner's group. */
export interface ReviewPolicy {
  readonly minApprovals: number;
  readonly allowAnyApprover: boolean;
  readonly againstVerdict: OpposedCompletions;
}

/** Policies from before completions were judged say nothing of them. */
type StoredPolicy = Omit<ReviewPolicy, 'againstVerdict'> & Partial<ReviewPolicy>;

/** On `review_policy-<environment>`. */
export type ReviewPolicyEvent = DomainEvent<'review_policy_set', StoredPolicy>;

const REVIEW_POLICY_CATEGORY = 'review_policy';
export const reviewPolicyStream = (environment: string): string => `${REVIEW_POLICY_CATEGORY}-${environment}`;

export const reviewPolicyAggregate: Aggregate<ReviewPolicy, ReviewPolicyEvent> = {
  category: REVIEW_POLICY_CATEGORY,
  codec: eventCodec<ReviewPolicyEvent>({ review_policy_set: 1 }),
  initialState: { minApprovals: 1, allowAnyApprover: true, againstVerdict: 'comment' },
  evolve: (_, event) => ({ againstVerdict: 'comment', ...event.data }),
};

/** The approvers of one owner's experiments. */
export interface ApproverGroup {
  readonly ownerId: string;
  readonly approvers: readonly string[];
  readonly minApprovals: number;
}

/** On `approver_group-<ownerId>`. */
export type ApproverGroupEvent = DomainEvent<'approver_group_set', ApproverGroup>;

const APPROVER_GROUP_CATEGORY = 'approver_group';
export const approverGroupStream = (ownerId: string): string => `${APPROVER_GROUP_CATEGORY}-${ownerId}`;

export const approverGroupAggregate: Aggregate<ApproverGroup | null, ApproverGroupEvent> = {
  category: APPROVER_GROUP_CATEGORY,
  codec: eventCodec<ApproverGroupEvent>({ approver_group_set: 1 }),
  initialState: null,
  shared: true,
  evolve: (_, event) => event.data,
};

export function setReviewPolicy(command: ReviewPolicy): ReviewPolicyEvent[] {
  const { minApprovals, allowAnyApprover, againstVerdict } = command;
  return [{ type: 'review_policy_set', data: { minApprovals, allowAnyApprover, againstVerdict } }];
}

export function setApproverGroup(command: ApproverGroup): ApproverGroupEvent[] {
  const approvers = [...new Set(command.approvers)];
  checkReachable(approvers, [command.ownerId], command.minApprovals);
  return [{ type: 'approver_group_set', data: { ...command, approvers } }];
}

/**
 * Adds a user to a group, or takes it out. Who leaves is taken out though the quorum cannot be reached any more:
 * submissions are refused then, until the group is set anew.
 */
export function withMember(group: ApproverGroup | null, userId: string, isMember: boolean): ApproverGroupEvent[] {
  if (!group || group.approvers.includes(userId) === isMember) return [];
  const others = group.approvers.filter((id) => id !== userId);
  return [{ type: 'approver_group_set', data: { ...group, approvers: isMember ? [...others, userId] : others } }];
}

/** The rules that a vote is judged by. */
export interface Quorum {
  readonly required: number;
  /** Ids of the users who may vote; null: any approver or admin. */
  readonly voters: readonly string[] | null;
}

/** The quorum for one owner's experiments; a group's number of approvals takes precedence over the policy's. */
export function quorumFor(policy: Omit<ReviewPolicy, 'againstVerdict'>, group: ApproverGroup | null): Quorum {
  return {
    required: group?.minApprovals ?? policy.minApprovals,
    voters: policy.allowAnyApprover ? null : (group?.approvers ?? []),
  };
}

/** @throws Refusal `unreachable_quorum` if there are too few voters besides the owners */
export function checkReachable(voters: readonly string[] | null, owners: readonly string[], required: number): void {
  if (voters === null || voters.filter((id) => !owners.includes(id)).length >= required) return;
  throw conflict('unreachable_quorum', `${required} approvals cannot be reached without the owner's own vote`);
}

/** True if the vote counts: of an approver or admin or, if only the owner's group may vote, of a member of it. */
export function mayVote(quorum: Quorum, voter: { readonly id: string; readonly role: Role | null }): boolean {
  if (voter.role === null || voter.role === 'viewer') return false;
  if (quorum.voters) return quorum.voters.includes(voter.id);
  return voter.role === 'approver' || voter.role === 'admin';
}
