import { isOneself, type Actor } from '../event-sourcing/author.js';
import { conflict, forbidden, invalid } from '../primitives/refusal.js';
import { checkReachable, mayVote, type Quorum } from '../reviews/index.js';
import { approveAmendment, closeAmendment } from './amending.js';
import { authorsOf, checkOwner, checkReviewer, checkStatus, existing } from './content/checks.js';
import { contentHash } from './content/content-hash.js';
import type { Experiment } from './experiment.js';
import type { ExperimentEvent, Person } from './experiment.events.js';
import type { ExperimentVerdict } from './verdicts.js';
import type { Warning } from './warnings.js';

/** Submits a draft for review. If the policy requires no approval, it is approved at once. */
export function submit(
  state: Experiment | null,
  id: string,
  actor: Actor,
  quorum: Quorum,
  comment: string | null,
  warnings: readonly Warning[],
): ExperimentEvent[] {
  const experiment = existing(state, id);
  checkOwner(experiment, actor);
  checkStatus(experiment, 'submit', 'draft');
  checkReachable(quorum.voters, authorsOf(experiment), quorum.required);
  const hash = contentHash(experiment);
  const submitted: ExperimentEvent = { type: 'experiment_submitted', data: { contentHash: hash, warnings, comment } };
  if (quorum.required > 0) return [submitted];
  const approved: ExperimentEvent = {
    type: 'experiment_approved',
    data: { contentHash: hash, votes: 0, required: 0, quorumReached: true, byPolicy: true, comment: null },
  };
  return [submitted, approved];
}

/**
 * Adds one vote on exactly this content, or on the open amendment. The policy of now decides whether the quorum is
 * reached; a later change of the policy ends no review.
 * @param verdict of now, if the amendment is a completion against one; null: it cannot be had
 */
export function approve(
  state: Experiment | null,
  id: string,
  actor: Actor,
  quorum: Quorum,
  comment: string | null,
  verdict: ExperimentVerdict | null = null,
): ExperimentEvent[] {
  const experiment = existing(state, id);
  checkReviewer(experiment, actor, quorum);
  const { amendment } = experiment;
  if (amendment) return approveAmendment(experiment, amendment, actor, quorum, comment, verdict);
  const hash = underReview(experiment, 'approve');
  if (experiment.votes.some((vote) => isOneself(actor, vote.by.id))) {
    throw conflict('already_voted', `${actor.name} has approved this already`);
  }
  const votes = experiment.votes.length + 1;
  const { required } = quorum;
  const quorumReached = votes >= required;
  const data = { contentHash: hash, votes, required, quorumReached, byPolicy: false, comment };
  return [{ type: 'experiment_approved', data }];
}

export function requestChanges(
  state: Experiment | null,
  id: string,
  actor: Actor,
  quorum: Quorum,
  comment: string | null,
): ExperimentEvent[] {
  const experiment = existing(state, id);
  checkReviewer(experiment, actor, quorum);
  underReview(experiment, 'request changes of');
  return [{ type: 'experiment_changes_requested', data: { comment } }];
}

/** Rejects the experiment for good, or only its open amendment. */
export function reject(
  state: Experiment | null,
  id: string,
  actor: Actor,
  quorum: Quorum,
  comment: string | null,
): ExperimentEvent[] {
  const experiment = existing(state, id);
  checkReviewer(experiment, actor, quorum);
  if (experiment.amendment) return closeAmendment('rejected', comment);
  underReview(experiment, 'reject');
  return [{ type: 'experiment_rejected', data: { comment } }];
}

/** True if this user may vote on what is under review, the open amendment first, and has not. */
export function awaitsVoteOf(experiment: Experiment, actor: Actor, quorum: Quorum): boolean {
  const { amendment, status, liveHash, votes } = experiment;
  if (authorsOf(experiment).some((author) => isOneself(actor, author)) || !mayVote(quorum, actor)) return false;
  // A vote on what has changed since would be refused.
  const isOpen = amendment ? amendment.liveHash === liveHash : status === 'in_review';
  return isOpen && !(amendment?.votes ?? votes).some((vote) => isOneself(actor, vote.by.id));
}

/** Takes an experiment back from review or approval to draft, without its votes; or withdraws the open amendment. */
export function withdraw(
  state: Experiment | null,
  id: string,
  actor: Actor,
  comment: string | null,
): ExperimentEvent[] {
  const experiment = existing(state, id);
  checkOwner(experiment, actor);
  if (experiment.amendment) return closeAmendment('withdrawn', comment);
  checkStatus(experiment, 'withdraw', 'in_review', 'approved');
  return [{ type: 'experiment_withdrawn', data: { comment } }];
}

/** The user that an experiment is to be transferred to. */
export type NewOwner = Person & { readonly role: Actor['role'] };

/**
 * Transfers the experiment. The new owner's votes on it become void, and the old owner stays an author of the content.
 * @param quorum the one for experiments of the new owner
 */
export function transfer(
  state: Experiment | null,
  id: string,
  actor: Actor,
  owner: NewOwner,
  quorum: Quorum,
  comment: string | null,
): ExperimentEvent[] {
  const experiment = existing(state, id);
  if (actor.role !== 'admin') throw forbidden('role_too_low', 'only an admin may transfer an experiment');
  if (owner.role === null || owner.role === 'viewer') {
    throw invalid('not_an_experimenter', `${owner.name} may not run experiments`, '/owner');
  }
  checkStatus(experiment, 'transfer', 'draft', 'in_review', 'approved', 'running', 'paused', 'completed');
  if (owner.id === experiment.owner.id) return [];
  const voting = experiment.status === 'in_review' || experiment.status === 'approved' || experiment.amendment;
  const pastOwners = [...experiment.pastOwners, experiment.owner.id];
  if (voting) checkReachable(quorum.voters, authorsOf({ ...experiment, owner, pastOwners }), quorum.required);
  return [{ type: 'experiment_transferred', data: { owner: { id: owner.id, name: owner.name }, comment } }];
}

function underReview(experiment: Experiment, verb: string): string {
  checkStatus(experiment, verb, 'in_review');
  if (experiment.contentHash === null) throw conflict('wrong_state', 'nothing is under review');
  return experiment.contentHash;
}
