import type { Actor } from '../event-sourcing/author.js';
import type { OpposedCompletions, Quorum } from '../reviews/index.js';
import { checkNamed, opposedBy, rollsOutTreatment } from './against-verdict.js';
import { askToComplete } from './asked-completion.js';
import { completionOf } from './completion.js';
import { checkOwner, checkRun, checkStatus, existing, type ForRun } from './content/checks.js';
import type { Experiment } from './experiment.js';
import type { ExperimentEvent, Outcome } from './experiment.events.js';
import { checkSecondOpinion, isPausedAgain } from './second-opinion.js';
import type { ExperimentVerdict } from './verdicts.js';

/** What a person's completion is judged by; guardrails have nobody to ask, so none of it binds them. */
export interface Judgement {
  /** Null: it cannot be had. */
  readonly verdict: ExperimentVerdict | null;
  readonly policy: OpposedCompletions;
  readonly quorum: Quorum;
}

/**
 * Ends the experiment. Rollout pins the winner, rollback pins control, no effect pins nothing. After a guardrail's
 * second pause, a rollout of another variant than control takes the same second opinion as a resume. What is against
 * the verdict takes a comment that names it; a rollout may then only ask for another person's vote.
 * @throws Refusal `against_verdict`
 */
export function complete(
  state: Experiment | null,
  id: string,
  actor: Actor,
  outcome: Outcome,
  comment: string | null,
  forRun?: ForRun,
  judgement?: Judgement,
): ExperimentEvent[] {
  const experiment = existing(state, id);
  if (isPausedAgain(experiment) && rollsOutTreatment(experiment, outcome)) {
    checkSecondOpinion(experiment, actor, 'rolls it out');
  } else checkOwner(experiment, actor);
  checkRun(experiment, forRun);
  checkStatus(experiment, 'complete', 'running', 'paused');
  const completed = completionOf(experiment, outcome, comment, forRun && { trigger: forRun.trigger });
  if (!judgement || actor.kind === 'system') return [completed];
  const against = opposedBy(experiment, outcome, judgement.verdict);
  if (!against) return [completed];
  checkNamed(against, outcome, comment);
  const { kind: verdict } = against;
  // Stopping harm never waits for a vote.
  if (judgement.policy === 'second_vote' && rollsOutTreatment(experiment, outcome)) {
    return askToComplete(experiment, actor, judgement.quorum, { ...outcome, verdict }, comment);
  }
  return [completionOf(experiment, outcome, comment, { verdict })];
}
