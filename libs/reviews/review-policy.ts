import type { Role } from '../event-sourcing/author.js';
import type { Aggregate } from '../event-sourcing/aggregate.js';
import { eventCodec } from '../event-sourcing/event-codec.js';
import type { DomainEvent } from '../event-sourcing/decider.js';
import { conflict } from '../primitives/refusal.js';

/** How many must approve, and whether any approver may or only the owner's group. */
export interface ReviewPolicy {
  readonly minApprovals: number;
  readonly allowAnyApprover: boolean;
}

/** On `review_policy-<environment>`. */
export type ReviewPolicyEvent = DomainEvent<'review_policy_set', ReviewPolicy>;

export const REVIEW_POLICY_CATEGORY = 'review_policy';
export const reviewPolicyStream = (environment: string): string => `${REVIEW_POLICY_CATEGORY}-${environment}`;

export const reviewPolicyAggregate: Aggregate<ReviewPolicy, ReviewPolicyEvent> = {
  category: REVIEW_POLICY_CATEGORY,
  codec: eventCodec<ReviewPolicyEvent>({ review_policy_set: 1 }),
  initialState: { minApprovals: 1, allowAnyApprover: true },
  evolve: (_, event) => event.data,
};

/** The approvers of one owner's experiments; null where the owner has no group. */
export interface ApproverGroup {
  readonly ownerId: string;
  readonly approvers: readonly string[];
  readonly minApprovals: number;
}

/** On `approver_group-<ownerId>`. */
export type ApproverGroupEvent = DomainEvent<'approver_group_set', ApproverGroup>;

export const APPROVER_GROUP_CATEGORY = 'approver_group';
export const approverGroupStream = (ownerId: string): string => `${APPROVER_GROUP_CATEGORY}-${ownerId}`;

export const approverGroupAggregate: Aggregate<ApproverGroup | null, ApproverGroupEvent> = {
  category: APPROVER_GROUP_CATEGORY,
  codec: eventCodec<ApproverGroupEvent>({ approver_group_set: 1 }),
  initialState: null,
  shared: true,
  evolve: (_, event) => event.data,
};

export function setReviewPolicy(command: ReviewPolicy): ReviewPolicyEvent[] {
  const { minApprovals, allowAnyApprover } = command;
  return [{ type: 'review_policy_set', data: { minApprovals, allowAnyApprover } }];
}

export function setApproverGroup(command: ApproverGroup): ApproverGroupEvent[] {
  const approvers = [...new Set(command.approvers)];
  checkReachable(approvers, [command.ownerId], command.minApprovals);
  return [{ type: 'approver_group_set', data: { ...command, approvers } }];
}

/** What a vote is judged by. */
export interface Quorum {
  readonly required: number;
  /** Ids of those who may vote; null: any approver or admin. */
  readonly voters: readonly string[] | null;
}

/** The quorum for one owner's experiments: the group's own number counts where there is a group. */
export function quorumFor(policy: ReviewPolicy, group: ApproverGroup | null): Quorum {
  return {
    required: group?.minApprovals ?? policy.minApprovals,
    voters: policy.allowAnyApprover ? null : (group?.approvers ?? []),
  };
}

/** @throws Refusal `unreachable_quorum` when the voters without those whose own it is are too few */
export function checkReachable(voters: readonly string[] | null, owners: readonly string[], required: number): void {
  if (voters === null || voters.filter((id) => !owners.includes(id)).length >= required) return;
  throw conflict('unreachable_quorum', `${required} approvals cannot be reached without the owner's own vote`);
}

/** Whether somebody's vote counts: an approver or admin, or a member of the owner's group where only those may. */
export function mayVote(quorum: Quorum, voter: { readonly id: string; readonly role: Role | null }): boolean {
  if (voter.role === null || voter.role === 'viewer') return false;
  if (quorum.voters) return quorum.voters.includes(voter.id);
  return voter.role === 'approver' || voter.role === 'admin';
}
