import type { Actor } from '../event-sourcing/author.js';
import { conflict } from '../primitives/refusal.js';
import { checkReachable, type Quorum } from '../reviews/index.js';
import { checkNamed, opposedBy } from './against-verdict.js';
import { completionOf } from './completion.js';
import { contentHash } from './content/content-hash.js';
import type { Amendment, Experiment } from './experiment.js';
import type { AskedCompletion, ExperimentEvent } from './experiment.events.js';
import { checkSecondOpinion, isPausedAgain } from './second-opinion.js';
import type { ExperimentVerdict } from './verdicts.js';

/** Asks for the votes that a rollout against the verdict takes: an amendment that changes nothing but ends it. */
export function askToComplete(
  experiment: Experiment,
  actor: Actor,
  quorum: Quorum,
  completion: AskedCompletion,
  comment: string | null,
): ExperimentEvent[] {
  const { liveHash, owner, amendment } = experiment;
  if (amendment?.completion) {
    throw conflict('amendment_open', 'it was asked to complete already: another person votes, or it is withdrawn');
  }
  if (amendment) throw conflict('amendment_open', 'another amendment is open: it comes first');
  if (liveHash === null) throw conflict('wrong_state', 'nothing is live');
  checkReachable(quorum.voters, [owner.id, actor.id], votesFor(quorum));
  const hash = contentHash(experiment);
  const data = { changes: {}, completion, liveHash, contentHash: hash, comment };
  return [{ type: 'experiment_amendment_opened', data }];
}

/** A second vote is somebody's, also where the policy asks for no approvals of content. */
export const votesFor = ({ required }: Quorum): number => Math.max(1, required);

/**
 * Completes the experiment as asked. A vote on a verdict that has changed since names the one of now.
 * @throws Refusal `against_verdict`, `second_opinion`, `stale_amendment`
 */
export function completeAsAsked(
  experiment: Experiment,
  { openedBy, openedAt, comment }: Amendment,
  completion: AskedCompletion,
  voter: { readonly actor: Actor; readonly comment: string | null },
  verdict: ExperimentVerdict | null,
): ExperimentEvent {
  // What a guardrail has found since, nobody who asked or voted knew.
  if (experiment.pausedBy !== null && (experiment.runs.at(-1)?.to ?? '') > openedAt) {
    throw conflict('stale_amendment', 'a guardrail has paused it since: withdraw what was asked, and ask again');
  }
  if (isPausedAgain(experiment)) checkSecondOpinion(experiment, voter.actor, 'rolls it out');
  const now = opposedBy(experiment, completion, verdict);
  if (now && now.kind !== completion.verdict) checkNamed(now, completion, voter.comment);
  const against = verdict === null ? completion.verdict : now?.kind;
  // The comment that stays is the one that names the verdict that stays.
  const said = now && now.kind !== completion.verdict ? voter.comment : comment;
  return completionOf(experiment, completion, said, { ...(against && { verdict: against }), askedBy: openedBy });
}
