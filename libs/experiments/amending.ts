import { isOneself, type Actor } from '../event-sourcing/author.js';
import { canonicalJson } from '../primitives/canonical-json.js';
import { changedFields } from '../primitives/changed-fields.js';
import { conflict, invalid } from '../primitives/refusal.js';
import { checkReachable, type Quorum } from '../reviews/index.js';
import { completeAsAsked, votesFor } from './asked-completion.js';
import { withLearning } from './learning.js';
import { checkOwner, checkStatus, existing } from './content/checks.js';
import { checkTraffic, versionsFor, type ContentChanges, type MetricVersions } from './content/content.js';
import { contentHash } from './content/content-hash.js';
import { namedGuardrails } from './content/guardrails.js';
import { scheduleOf } from './content/schedule.js';
import { amendedBy } from './evolve.js';
import { nextPhase, type Amendment, type Experiment } from './experiment.js';
import type { Amendable, ExperimentEvent } from './experiment.events.js';
import type { ExperimentVerdict } from './verdicts.js';

/** Fields that a request may amend; an absent field stays as it is. */
export interface AmendmentRequest extends Pick<
  ContentChanges,
  'trafficMax' | 'traffic' | 'hypothesis' | 'guardrails' | 'schedule'
> {
  /** The complete list of disabled arms: an arm left out is enabled again. */
  readonly disabledArms?: readonly string[] | undefined;
}

/**
 * Opens an amendment, which widens a live experiment. It applies with the last vote, or at once if the policy
 * requires no approval.
 */
export function amend(
  state: Experiment | null,
  id: string,
  actor: Actor,
  quorum: Quorum,
  request: AmendmentRequest,
  versions: MetricVersions,
  comment: string | null,
  at: string,
): ExperimentEvent[] {
  const experiment = existing(state, id);
  checkOwner(experiment, actor);
  checkStatus(experiment, 'amend', 'running', 'paused');
  if (experiment.amendment) throw conflict('amendment_open', 'another amendment is open: it comes first');
  checkReachable(quorum.voters, [experiment.owner.id, actor.id], quorum.required);
  const changes = changesOf(experiment, request, versions, at);
  const { liveHash } = experiment;
  if (liveHash === null) throw conflict('wrong_state', 'nothing is live');
  const hash = contentHash({ ...experiment, ...changes });
  const opened: ExperimentEvent = {
    type: 'experiment_amendment_opened',
    data: { changes, liveHash, contentHash: hash, comment },
  };
  if (quorum.required > 0) return [opened];
  return [opened, applied(experiment, changes, { votes: 0, required: 0, byPolicy: true })];
}

/**
 * Adds one vote on the open amendment; the last vote applies it, or completes the experiment if that was asked.
 * @param verdict of now, for a completion that was asked against one
 * @throws Refusal `stale_amendment`
 */
export function approveAmendment(
  experiment: Experiment,
  amendment: Amendment,
  actor: Actor,
  quorum: Quorum,
  comment: string | null,
  verdict: ExperimentVerdict | null,
): ExperimentEvent[] {
  if (amendment.liveHash !== experiment.liveHash) {
    const again = amendment.completion ? 'ask' : 'amend';
    throw conflict('stale_amendment', `what is live has changed since: withdraw it and ${again} again`);
  }
  if (amendment.votes.some((vote) => isOneself(actor, vote.by.id))) {
    throw conflict('already_voted', `${actor.name} has approved this already`);
  }
  const { completion } = amendment;
  const counted = { votes: amendment.votes.length + 1, required: completion ? votesFor(quorum) : quorum.required };
  const vote: ExperimentEvent = {
    type: 'experiment_amendment_approved',
    data: { ...counted, contentHash: amendment.contentHash, comment },
  };
  if (counted.votes < counted.required) return [vote];
  if (completion) {
    const completed = completeAsAsked(experiment, amendment, completion, { actor, comment }, verdict);
    return [vote, ...withLearning([completed], completion.learning ?? {})];
  }
  return [vote, applied(experiment, amendment.changes, { ...counted, byPolicy: false })];
}

export const closeAmendment = (how: 'rejected' | 'withdrawn', comment: string | null): ExperimentEvent[] => [
  { type: 'experiment_amendment_closed', data: { how, comment } },
];

/** The validated fields whose values differ from the current ones. @throws Refusal `nothing_changed` */
function changesOf(
  experiment: Experiment,
  request: AmendmentRequest,
  versions: MetricVersions,
  at: string,
): Partial<Amendable> {
  const { trafficMax = experiment.trafficMax, hypothesis = experiment.hypothesis } = request;
  const traffic = request.traffic ?? amendedBy(experiment, { trafficMax }).traffic;
  checkTraffic(traffic, trafficMax);
  const guardrails = request.guardrails ? namedGuardrails(request.guardrails) : experiment.guardrails;
  const metricVersions = versionsFor({ ...experiment, guardrails }, versions, experiment.metricVersions);
  const schedule =
    request.schedule === undefined ? experiment.schedule : scheduleOf(request.schedule, experiment.schedule, at);
  const disabledArms = request.disabledArms ? checkedArms(experiment, request.disabledArms) : experiment.disabledArms;
  const wanted: Amendable = { trafficMax, traffic, hypothesis, guardrails, metricVersions, schedule, disabledArms };
  const { traffic: changedTraffic, ...changes } = changedFields<Amendable>(wanted, experiment);
  if (changedTraffic === undefined && Object.keys(changes).length === 0) {
    throw invalid('nothing_changed', 'the amendment changes nothing');
  }
  // Traffic that only follows a lower maximum is left out: it is computed again when the amendment applies.
  return request.traffic === undefined || changedTraffic === undefined
    ? changes
    : { ...changes, traffic: changedTraffic };
}

function checkedArms(experiment: Experiment, arms: readonly string[]): readonly string[] {
  arms.forEach((arm, index) => {
    const variant = experiment.variants.find(({ key }) => key === arm);
    if (!variant) throw invalid('unknown_variant', `there is no variant ${arm}`, `/disabledArms/${index}`);
    if (variant.control) throw invalid('is_control', 'control cannot be disabled', `/disabledArms/${index}`);
  });
  return [...new Set(arms)];
}

function applied(
  experiment: Experiment,
  content: Partial<Amendable>,
  counted: { readonly votes: number; readonly required: number; readonly byPolicy: boolean },
): ExperimentEvent {
  const after = amendedBy(experiment, content);
  const reassigns =
    after.traffic !== experiment.traffic ||
    canonicalJson([...after.disabledArms].sort()) !== canonicalJson([...experiment.disabledArms].sort());
  const phase = reassigns ? nextPhase(experiment) : experiment.phase;
  const hash = contentHash(after);
  return { type: 'experiment_amended', data: { ...counted, content, contentHash: hash, phase, comment: null } };
}
