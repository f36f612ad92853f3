import type { Actor } from '../event-sourcing/author.js';
import { invalid } from '../primitives/refusal.js';
import { checkBeforeStop, checkOwner, checkScheduled, checkStatus, existing } from './content/checks.js';
import { currentRun, type Experiment } from './experiment.js';
import type { ExperimentEvent } from './experiment.events.js';
import { pause } from './narrowing.js';
import { checkSecondOpinion, isPausedAgain } from './second-opinion.js';

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
