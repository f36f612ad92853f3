import type { Actor } from '../event-sourcing/author.js';
import { conflict, forbidden, invalid } from '../primitives/refusal.js';
import { checkReachable, type Quorum } from '../reviews/index.js';
import { approveAmendment, closeAmendment } from './amending.js';
import { authorsOf, checkOwner, checkReviewer, checkStatus, existing } from './content/checks.js';
import { contentHash } from './content/content.js';
import type { Experiment } from './experiment.js';
import type { ExperimentEvent, Person } from './experiment.events.js';
import type { Warning } from './warnings.js';

/** Puts a draft under review; without any approval required it is approved at once, by policy. */
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
 * One vote on exactly this content, or on the open amendment. The quorum is judged now: a later change of policy closes
 * nothing.
 */
export function approve(
  state: Experiment | null,
  id: string,
  actor: Actor,
  quorum: Quorum,
  comment: string | null,
): ExperimentEvent[] {
  const experiment = existing(state, id);
  checkReviewer(experiment, actor, quorum);
  if (experiment.amendment) return approveAmendment(experiment, experiment.amendment, actor, quorum, comment);
  const hash = underReview(experiment, 'approve');
  if (experiment.votes.some((vote) => vote.by.id === actor.id)) {
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

/** Ends the review for good, or the open amendment. */
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

/** Takes an experiment back to draft, from review or once approved, all votes void; or takes the open amendment back. */
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

/** Somebody whom an experiment may be transferred to. */
export type NewOwner = Person & { readonly role: Actor['role'] };

/** Gives the experiment to somebody else; their own votes on it are void, and its content stays the old owner's own too. `quorum` is what the new owner's is judged by. */
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
