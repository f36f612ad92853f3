import type { Actor } from '../platform/author.js';
import { conflict, forbidden, invalid } from '../platform/refusal.js';
import { checkOwner, existing } from './drafting.js';
import { currentRun, type Experiment } from './experiment.js';
import type { ExperimentEvent, Outcome, Pin } from './experiment.events.js';
import { checkStatus } from './review.js';

/** What a guardrail's action carries, so that it never meets a later run than the one it judged. */
export interface ForRun {
  readonly run: number;
  readonly trigger: string;
}

export function start(state: Experiment | null, id: string, actor: Actor, comment: string | null): ExperimentEvent[] {
  const experiment = existing(state, id);
  checkOwner(experiment, actor);
  checkStatus(experiment, 'start', 'approved');
  return [{ type: 'experiment_started', data: { phase: 1, run: 1, comment } }];
}

/** Narrowing is everybody's: any experimenter, approver or admin pauses, and so does a guardrail. */
export function pause(
  state: Experiment | null,
  id: string,
  actor: Actor,
  comment: string | null,
  forRun?: ForRun,
): ExperimentEvent[] {
  const experiment = existing(state, id);
  if (actor.kind !== 'system' && (actor.role === null || actor.role === 'viewer')) {
    throw forbidden('role_too_low', 'only an experimenter, an approver or an admin may pause');
  }
  checkRun(experiment, forRun);
  checkStatus(experiment, 'pause', 'running');
  const run = currentRun(experiment)?.run ?? 0;
  return [{ type: 'experiment_paused', data: { run, comment, ...(forRun && { trigger: forRun.trigger }) } }];
}

export function resume(state: Experiment | null, id: string, actor: Actor, comment: string | null): ExperimentEvent[] {
  const experiment = existing(state, id);
  checkOwner(experiment, actor);
  checkStatus(experiment, 'resume', 'paused');
  const run = (currentRun(experiment)?.run ?? 0) + 1;
  return [{ type: 'experiment_resumed', data: { phase: experiment.phase + 1, run, comment } }];
}

/** Ends the experiment. Rollout pins the winner, rollback pins control, no effect pins nothing. */
export function complete(
  state: Experiment | null,
  id: string,
  actor: Actor,
  outcome: Outcome,
  comment: string | null,
  forRun?: ForRun,
): ExperimentEvent[] {
  const experiment = existing(state, id);
  checkOwner(experiment, actor);
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

function checkRun(experiment: Experiment, forRun: ForRun | undefined): void {
  if (!forRun || currentRun(experiment)?.run === forRun.run) return;
  throw conflict('superseded', `the experiment is past run ${forRun.run}`);
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
