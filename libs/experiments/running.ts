import type { Actor } from '../event-sourcing/author.js';
import { forbidden, invalid } from '../primitives/refusal.js';
import { own } from '../primitives/own.js';
import {
  checkBeforeStop,
  checkOwner,
  checkRun,
  checkScheduled,
  checkStatus,
  existing,
  type ForRun,
} from './content/checks.js';
import { currentRun, type Experiment } from './experiment.js';
import type { ExperimentEvent, Outcome, Pin } from './experiment.events.js';
import { pause } from './narrowing.js';

/** Starts an approved experiment at the time `at`. `scheduledFor` is the scheduled time that the system acts for. */
export function start(
  state: Experiment | null,
  id: string,
  actor: Actor,
  comment: string | null,
  at: string,
  scheduledFor?: string,
): ExperimentEvent[] {
  const experiment = existing(state, id);
  checkOwner(experiment, actor);
  checkStatus(experiment, 'start', 'approved');
  checkScheduled(experiment.schedule?.startAt, scheduledFor);
  checkBeforeStop(experiment, at);
  return [{ type: 'experiment_started', data: { phase: 1, run: 1, comment } }];
}

/** Pauses the experiment at its scheduled stop. */
export function stopBySchedule(
  state: Experiment | null,
  id: string,
  actor: Actor,
  scheduledFor: string,
): ExperimentEvent[] {
  const experiment = existing(state, id);
  checkScheduled(experiment.schedule?.stopAt, scheduledFor);
  return pause(experiment, id, actor, 'its scheduled stop');
}

/**
 * Resumes after a pause; the owner or an admin may. After a guardrail's pause the request names the trigger and says
 * why. From the second resume after the same guardrail on, only an approver or admin other than the owner may.
 */
export function resume(
  state: Experiment | null,
  id: string,
  actor: Actor,
  why: { readonly trigger: string | null; readonly comment: string | null },
  at: string,
): ExperimentEvent[] {
  const experiment = existing(state, id);
  if (isPausedAgain(experiment)) checkSecondOpinion(experiment, actor, 'resumes it');
  else checkOwner(experiment, actor);
  checkStatus(experiment, 'resume', 'paused');
  checkBeforeStop(experiment, at);
  checkReason(experiment, why);
  const run = (currentRun(experiment)?.run ?? 0) + 1;
  const { trigger, comment } = why;
  const data = { phase: experiment.phase + 1, run, comment, ...(trigger !== null && { trigger }) };
  return [{ type: 'experiment_resumed', data }];
}

/**
 * Ends the experiment. Rollout pins the winner, rollback pins control, no effect pins nothing. After a guardrail's
 * second pause, a rollout of another variant than control takes the same second opinion as a resume.
 */
export function complete(
  state: Experiment | null,
  id: string,
  actor: Actor,
  outcome: Outcome,
  comment: string | null,
  forRun?: ForRun,
): ExperimentEvent[] {
  const experiment = existing(state, id);
  if (isPausedAgain(experiment) && rollsOutTreatment(experiment, outcome)) {
    checkSecondOpinion(experiment, actor, 'rolls it out');
  } else checkOwner(experiment, actor);
  checkRun(experiment, forRun);
  checkStatus(experiment, 'complete', 'running', 'paused');
  const pin = pinOf(experiment, outcome);
  const { kind, winner } = outcome;
  return [
    { type: 'experiment_completed', data: { kind, winner, pin, comment, ...(forRun && { trigger: forRun.trigger }) } },
  ];
}

export function archive(state: Experiment | null, id: string, actor: Actor, comment: string | null): ExperimentEvent[] {
  const experiment = existing(state, id);
  checkOwner(experiment, actor);
  checkStatus(experiment, 'archive', 'completed');
  return [{ type: 'experiment_archived', data: { comment } }];
}

/** Makes an archived experiment a completed one again. Its route admits only admins. */
export function restore(state: Experiment | null, id: string, comment: string | null): ExperimentEvent[] {
  const experiment = existing(state, id);
  checkStatus(experiment, 'restore', 'archived');
  return [{ type: 'experiment_restored', data: { comment } }];
}

/** True if a guardrail paused it after which it was resumed before. */
const isPausedAgain = ({ pausedBy, resumesAfter }: Experiment): boolean =>
  pausedBy !== null && (own(resumesAfter, pausedBy.guardrail) ?? 0) > 0;

const rollsOutTreatment = ({ variants }: Experiment, { kind, winner }: Outcome): boolean =>
  kind === 'rollout' && !variants.some(({ key, control }) => control && key === winner);

function checkSecondOpinion(experiment: Experiment, actor: Actor, does: string): void {
  const mayReview = actor.role === 'approver' || actor.role === 'admin';
  if (mayReview && actor.id !== experiment.owner.id) return;
  const whom = 'an approver or admin who is not its owner';
  throw forbidden('second_opinion', `the same guardrail paused it before: ${whom} ${does}`);
}

function checkReason(
  { pausedBy }: Experiment,
  { trigger, comment }: { readonly trigger: string | null; readonly comment: string | null },
): void {
  if (trigger !== (pausedBy?.trigger ?? null)) {
    const expected = pausedBy ? `name the trigger that paused it, ${pausedBy.trigger}` : 'no guardrail paused it';
    throw invalid(trigger === null ? 'required' : 'wrong_trigger', expected, '/trigger');
  }
  if (pausedBy && (comment === null || comment.trim() === '')) {
    throw invalid('required', 'a guardrail paused it: say why it may go on', '/comment');
  }
}

function pinOf(experiment: Experiment, outcome: Outcome): Pin | null {
  switch (outcome.kind) {
    case 'no_effect':
      if (outcome.winner !== null) throw invalid('unexpected_winner', 'only a rollout has a winner', '/winner');
      return null;
    case 'rollback': {
      if (outcome.winner !== null) throw invalid('unexpected_winner', 'only a rollout has a winner', '/winner');
      const control = experiment.variants.find((variant) => variant.control);
      return control ? { variant: control.key, value: control.value, kind: 'rollback' } : null;
    }
    case 'rollout': {
      if (outcome.winner === null) throw invalid('required', 'a rollout names its winner', '/winner');
      const winner = experiment.variants.find((variant) => variant.key === outcome.winner);
      if (!winner) throw invalid('unknown_variant', `there is no variant ${outcome.winner}`, '/winner');
      return { variant: winner.key, value: winner.value, kind: 'rollout' };
    }
  }
}
