import type { Actor } from '../platform/author.js';
import { conflict, forbidden } from '../platform/refusal.js';
import { checkReachable, mayVote, type Quorum } from '../reviews/index.js';
import { contentHash } from './content.js';
import { checkOwner, existing } from './drafting.js';
import type { Experiment, Status } from './experiment.js';
import type { ExperimentEvent } from './experiment.events.js';

/** Puts a draft under review; without any approval required it is approved at once, by policy. */
export function submit(
  state: Experiment | null,
  id: string,
  actor: Actor,
  quorum: Quorum,
  comment: string | null,
): ExperimentEvent[] {
  const experiment = existing(state, id);
  checkOwner(experiment, actor);
  checkStatus(experiment, 'submit', 'draft');
  checkReachable(quorum.voters, experiment.owner.id, quorum.required);
  const hash = contentHash(experiment);
  const submitted: ExperimentEvent = { type: 'experiment_submitted', data: { contentHash: hash, comment } };
  if (quorum.required > 0) return [submitted];
  const approved: ExperimentEvent = {
    type: 'experiment_approved',
    data: { contentHash: hash, votes: 0, required: 0, quorumReached: true, byPolicy: true, comment: null },
  };
  return [submitted, approved];
}

/** One vote on exactly this content. The quorum is judged now: a later change of policy closes nothing. */
export function approve(
  state: Experiment | null,
  id: string,
  actor: Actor,
  quorum: Quorum,
  comment: string | null,
): ExperimentEvent[] {
  const experiment = existing(state, id);
  checkReviewer(experiment, actor, quorum);
  const hash = underReview(experiment, 'approve');
  if (experiment.votes.some((vote) => vote.by.id === actor.id)) {
    throw conflict('already_voted', `${actor.name} has approved this already`);
  }
  const counted = experiment.votes.filter((vote) => vote.by.id !== experiment.owner.id).length + 1;
  return [
    {
      type: 'experiment_approved',
      data: {
        contentHash: hash,
        votes: counted,
        required: quorum.required,
        quorumReached: counted >= quorum.required,
        byPolicy: false,
        comment,
      },
    },
  ];
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

export function reject(
  state: Experiment | null,
  id: string,
  actor: Actor,
  quorum: Quorum,
  comment: string | null,
): ExperimentEvent[] {
  const experiment = existing(state, id);
  checkReviewer(experiment, actor, quorum);
  underReview(experiment, 'reject');
  return [{ type: 'experiment_rejected', data: { comment } }];
}

/** Takes an experiment back to draft, from review or once approved; all votes are void. */
export function withdraw(
  state: Experiment | null,
  id: string,
  actor: Actor,
  comment: string | null,
): ExperimentEvent[] {
  const experiment = existing(state, id);
  checkOwner(experiment, actor);
  checkStatus(experiment, 'withdraw', 'in_review', 'approved');
  return [{ type: 'experiment_withdrawn', data: { comment } }];
}

/** @throws Refusal `wrong_state` unless the experiment is in one of these states */
export function checkStatus(experiment: Experiment, verb: string, ...allowed: readonly Status[]): void {
  if (allowed.includes(experiment.status)) return;
  throw conflict('wrong_state', `cannot ${verb} an experiment that is ${experiment.status}`);
}

function checkReviewer(experiment: Experiment, actor: Actor, quorum: Quorum): void {
  if (actor.id === experiment.owner.id) throw forbidden('own_experiment', 'nobody reviews their own experiment');
  if (!mayVote(quorum, actor)) throw forbidden('not_a_reviewer', `${actor.name} may not review this experiment`);
}

function underReview(experiment: Experiment, verb: string): string {
  checkStatus(experiment, verb, 'in_review');
  if (experiment.contentHash === null) throw conflict('wrong_state', 'nothing is under review');
  return experiment.contentHash;
}
