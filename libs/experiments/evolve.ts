import { Big } from 'big.js';
import type { Author } from '../event-sourcing/author.js';
import { own } from '../primitives/own.js';
import { liveHashOf } from './content/content-hash.js';
import { tightened } from './content/guardrails.js';
import type { Experiment, Run, Vote } from './experiment.js';
import type { Amendable, ExperimentEvent } from './experiment.events.js';
import { inPhase, withoutOpenPhase } from './phases.js';

type LaterEvent = Exclude<ExperimentEvent, { type: 'experiment_drafted' | 'experiment_deleted' }>;

/** The experiment after one more event. */
export function evolveExperiment(state: Experiment, event: LaterEvent, at: string, by: Author): Experiment {
  switch (event.type) {
    case 'experiment_edited':
      return { ...state, ...event.data };
    case 'experiment_submitted': {
      const { contentHash, warnings } = event.data;
      return { ...state, status: 'in_review', contentHash, warnings, votes: [], required: null };
    }
    case 'experiment_approved': {
      const { byPolicy, quorumReached, required, comment } = event.data;
      const votes = byPolicy ? state.votes : [...state.votes, voteOf(by, at, comment)];
      return { ...state, votes, required, status: quorumReached ? 'approved' : state.status };
    }
    case 'experiment_changes_requested':
    case 'experiment_withdrawn':
      return backToDraft(state);
    case 'experiment_rejected':
      return { ...state, status: 'rejected' };
    case 'experiment_transferred':
      return transferred(state, event.data.owner);
    case 'experiment_started':
    case 'experiment_resumed': {
      const { phase, run } = event.data;
      const runs = [...state.runs, { run, phase, from: at, to: null }];
      const resumed = event.type === 'experiment_resumed' ? afterResume(state) : state;
      const liveHash = state.liveHash ?? liveHashOf(state);
      const running: Experiment = { ...resumed, status: 'running', liveHash, runs, startedAt: state.startedAt ?? at };
      return inPhase(running, phase, at);
    }
    case 'experiment_start_abandoned':
    case 'experiment_slots_taken':
      return state;
    case 'experiment_paused': {
      const { trigger, guardrail } = event.data;
      const pausedBy = trigger !== undefined && guardrail !== undefined ? { trigger, guardrail } : null;
      return { ...state, status: 'paused', pausedBy, runs: ended(state.runs, at) };
    }
    case 'experiment_traffic_changed':
      return inPhase({ ...state, traffic: event.data.traffic }, event.data.phase, at);
    case 'experiment_enrolment_frozen':
      return inPhase(relived({ ...state, frozenAt: at }), event.data.phase, at);
    case 'experiment_arm_disabled': {
      const { variant, phase } = event.data;
      return inPhase(relived({ ...state, disabledArms: [...state.disabledArms, variant] }), phase, at);
    }
    case 'experiment_guardrail_tightened': {
      const { data } = event;
      const guardrails = state.guardrails.map((each) => (each.key === data.guardrail ? tightened(each, data) : each));
      return relived({ ...state, guardrails, contentHash: data.contentHash });
    }
    case 'experiment_amendment_opened': {
      const openedBy = { id: by.id, name: by.name };
      return { ...state, amendment: { ...event.data, openedBy, openedAt: at, votes: [] } };
    }
    case 'experiment_amendment_approved': {
      const { amendment } = state;
      if (!amendment) return state;
      const votes = [...amendment.votes, voteOf(by, at, event.data.comment)];
      return { ...state, amendment: { ...amendment, votes } };
    }
    case 'experiment_amendment_closed':
      return { ...state, amendment: null };
    case 'experiment_amended': {
      const { content, contentHash, phase } = event.data;
      return inPhase(relived({ ...amendedBy(state, content), contentHash, amendment: null }), phase, at);
    }
    case 'experiment_completed': {
      const { kind, winner, comment, pin, verdict, askedBy } = event.data;
      const outcome = { kind, winner, comment, by, ...(verdict && { verdict }), ...(askedBy && { askedBy }) };
      const over = { outcome, pin, amendment: null, pausedBy: null, completedAt: at };
      return withoutOpenPhase({ ...state, ...over, status: 'completed', runs: ended(state.runs, at) }, at);
    }
    case 'experiment_learning_noted':
      return { ...state, ...event.data };
    case 'experiment_archived':
      return { ...state, status: 'archived' };
    case 'experiment_restored':
      return { ...state, status: 'completed' };
  }
}

/** A live experiment after an amendment. Traffic that it does not name stays, capped at the new maximum. */
export function amendedBy(experiment: Experiment, changes: Partial<Amendable>): Experiment {
  const trafficMax = changes.trafficMax ?? experiment.trafficMax;
  const traffic = new Big(experiment.traffic).gt(trafficMax) ? trafficMax : experiment.traffic;
  return { ...experiment, traffic, ...changes };
}

/** Voids all votes. Metrics attached during the review become ordinary content. */
function backToDraft(state: Experiment): Experiment {
  const void_ = { votes: [], required: null, contentHash: null, warnings: [], addedMetrics: [] } as const;
  return { ...state, ...void_, status: 'draft' };
}

/** Voids the new owner's votes. If an approved experiment loses its quorum by that, its review opens again. */
function transferred(state: Experiment, owner: Experiment['owner']): Experiment {
  const valid = (votes: readonly Vote[]): readonly Vote[] => votes.filter((vote) => vote.by.id !== owner.id);
  const votes = valid(state.votes);
  const reopened = state.status === 'approved' && votes.length < (state.required ?? 0);
  const amendment = state.amendment && { ...state.amendment, votes: valid(state.amendment.votes) };
  const pastOwners = [...state.pastOwners, state.owner.id];
  return { ...state, owner, pastOwners, votes, amendment, status: reopened ? 'in_review' : state.status };
}

function afterResume(state: Experiment): Experiment {
  const { pausedBy, resumesAfter } = state;
  if (!pausedBy) return state;
  const resumes = (own(resumesAfter, pausedBy.guardrail) ?? 0) + 1;
  return { ...state, pausedBy: null, resumesAfter: { ...resumesAfter, [pausedBy.guardrail]: resumes } };
}

const relived = (state: Experiment): Experiment => ({ ...state, liveHash: liveHashOf(state) });

const voteOf = (by: Author, at: string, comment: string | null): Vote => ({
  by: { id: by.id, name: by.name },
  at,
  comment,
});

function ended(runs: readonly Run[], at: string): Run[] {
  return runs.map((run) => (run.to === null ? { ...run, to: at } : run));
}
