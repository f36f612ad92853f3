import { isOneself, type Actor } from '../event-sourcing/author.js';
import { own } from '../primitives/own.js';
import { forbidden } from '../primitives/refusal.js';
import type { Experiment } from './experiment.js';

/** True if a guardrail paused it after which it was resumed before. */
export const isPausedAgain = ({ pausedBy, resumesAfter }: Experiment): boolean =>
  pausedBy !== null && (own(resumesAfter, pausedBy.guardrail) ?? 0) > 0;

/** @throws Refusal `second_opinion` unless the actor is an approver or admin other than the owner */
export function checkSecondOpinion(experiment: Experiment, actor: Actor, does: string): void {
  const mayReview = actor.role === 'approver' || actor.role === 'admin';
  if (mayReview && !isOneself(actor, experiment.owner.id)) return;
  const whom = 'an approver or admin who is not its owner';
  throw forbidden('second_opinion', `the same guardrail paused it before: ${whom} ${does}`);
}
