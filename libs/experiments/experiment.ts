import type { Author } from '../platform/author.js';
import type { Aggregate } from '../platform/command-runner.js';
import { eventCodec } from '../platform/event-codec.js';
import { derivedId } from '../platform/ids.js';
import { slotsOfTraffic } from '../subjects/index.js';
import { evolveExperiment } from './evolve.js';
import type { Amendable, Content, ExperimentEvent, Outcome, Person, Pin } from './experiment.events.js';
import type { Warning } from './warnings.js';

export const STATUSES = [
  'draft',
  'in_review',
  'approved',
  'running',
  'paused',
  'completed',
  'rejected',
  'archived',
] as const;
export type Status = (typeof STATUSES)[number];

/** From a start or resume to the next pause or end; times are ISO 8601 UTC. */
export interface Run {
  readonly run: number;
  readonly phase: number;
  readonly from: string;
  readonly to: string | null;
}

/** From one change of the assignment to the next, or to the end: in it, one subject has one answer. */
export interface Phase {
  readonly phase: number;
  readonly from: string;
  readonly to: string | null;
  readonly traffic: string;
  readonly frozen: boolean;
  readonly disabledArms: readonly string[];
}

/** One person's vote in the current review. */
export interface Vote {
  readonly by: Person;
  readonly at: string;
  readonly comment: string | null;
}

/** A change of a live experiment under review. It stands on the live hash that it was made for. */
export interface Amendment {
  readonly changes: Partial<Amendable>;
  readonly liveHash: string;
  readonly contentHash: string;
  readonly openedBy: Person;
  readonly openedAt: string;
  readonly comment: string | null;
  readonly votes: readonly Vote[];
}

export interface Experiment extends Content {
  readonly id: string;
  readonly key: string;
  readonly name: string;
  readonly description: string;
  readonly environment: string;
  readonly owner: Person;
  /** Ids of those who owned it before: its content is theirs, too. */
  readonly pastOwners: readonly string[];
  /** Seeds the bucketing; lasts the experiment's life. */
  readonly salt: string;
  /** Id of the experiment that this one is a copy of. */
  readonly copiedFrom: string | null;
  readonly status: Status;
  /** Hash of the content under review, approved or live; null in draft. */
  readonly contentHash: string | null;
  /** Hash of what is live: the content, its disabled arms, its freeze; null before the start. */
  readonly liveHash: string | null;
  readonly warnings: readonly Warning[];
  readonly votes: readonly Vote[];
  /** What the last vote was counted against; null before the first. */
  readonly required: number | null;
  readonly amendment: Amendment | null;
  readonly phase: number;
  readonly phases: readonly Phase[];
  readonly runs: readonly Run[];
  /** When enrolment was frozen. */
  readonly frozenAt: string | null;
  readonly disabledArms: readonly string[];
  /** Metrics attached past draft: outside the hash, never primary. */
  readonly addedMetrics: readonly string[];
  /** Those of them that were attached after the start. */
  readonly addedAfterStart: readonly string[];
  /** The guardrail that paused it; null where it is not paused, or by somebody. */
  readonly pausedBy: { readonly trigger: string; readonly guardrail: string } | null;
  /** How often it was resumed after each guardrail's pause. */
  readonly resumesAfter: Readonly<Record<string, number>>;
  readonly outcome: (Outcome & { readonly by: Author; readonly comment: string | null }) | null;
  readonly pin: Pin | null;
  readonly draftedAt: string;
  readonly startedAt: string | null;
  readonly completedAt: string | null;
  readonly updatedAt: string;
}

/** The id follows from the key, so that one key is one experiment without a second stream to ask. */
export const experimentIdOf = (environment: string, key: string): string => derivedId('experiment', environment, key);

/** Running or paused: it holds its flag. */
export const isLive = (experiment: Experiment): boolean =>
  experiment.status === 'running' || experiment.status === 'paused';

/** How many slots of its conflict domain it holds, of those that it has reserved the first. */
export const slotsHeldBy = (experiment: Experiment): number =>
  experiment.conflictDomain !== null && isLive(experiment) ? slotsOfTraffic(experiment.traffic) : 0;

/** The run now open or, when none is, the last one; null before the first start. */
export const currentRun = (experiment: Experiment): Run | null => experiment.runs.at(-1) ?? null;

/** The phase that a change of the assignment opens: none while nobody is assigned. */
export const nextPhase = (experiment: Experiment): number =>
  experiment.status === 'running' ? experiment.phase + 1 : experiment.phase;

/** An experiment's life; null before it is drafted. */
export const experimentAggregate: Aggregate<Experiment | null, ExperimentEvent> = {
  codec: eventCodec<ExperimentEvent>({
    experiment_drafted: 1,
    experiment_edited: 1,
    experiment_submitted: 1,
    experiment_approved: 1,
    experiment_changes_requested: 1,
    experiment_rejected: 1,
    experiment_withdrawn: 1,
    experiment_transferred: 1,
    experiment_started: 1,
    experiment_start_abandoned: 1,
    experiment_slots_taken: 1,
    experiment_paused: 1,
    experiment_resumed: 1,
    experiment_traffic_changed: 1,
    experiment_enrolment_frozen: 1,
    experiment_arm_disabled: 1,
    experiment_guardrail_tightened: 1,
    experiment_amendment_opened: 1,
    experiment_amendment_approved: 1,
    experiment_amendment_closed: 1,
    experiment_amended: 1,
    experiment_completed: 1,
    experiment_archived: 1,
    experiment_restored: 1,
  }),
  initialState: null,
  evolve: (state, event, { at, by }) => {
    if (event.type === 'experiment_drafted') {
      return {
        ...event.data,
        status: 'draft',
        pastOwners: [],
        contentHash: null,
        liveHash: null,
        warnings: [],
        votes: [],
        required: null,
        amendment: null,
        phase: 0,
        phases: [],
        runs: [],
        frozenAt: null,
        disabledArms: [],
        addedMetrics: [],
        addedAfterStart: [],
        pausedBy: null,
        resumesAfter: {},
        outcome: null,
        pin: null,
        draftedAt: at,
        startedAt: null,
        completedAt: null,
        updatedAt: at,
      };
    }
    // A start can be abandoned on a stream that was never drafted: nothing is there to change.
    return state && { ...evolveExperiment(state, event, at, by), updatedAt: at };
  },
};
