import type { Author } from '../platform/author.js';
import type { Aggregate } from '../platform/command-runner.js';
import { eventCodec } from '../platform/event-codec.js';
import { derivedId } from '../platform/ids.js';
import type { Content, ExperimentEvent, Outcome, Person, Pin } from './experiment.events.js';

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

/** One person's vote in the current review. */
export interface Vote {
  readonly by: Person;
  readonly at: string;
  readonly comment: string | null;
}

export interface Experiment extends Content {
  readonly id: string;
  readonly key: string;
  readonly name: string;
  readonly environment: string;
  readonly owner: Person;
  /** Seeds the bucketing; lasts the experiment's life. */
  readonly salt: string;
  readonly status: Status;
  /** Hash of the content under review or approved; null in draft. */
  readonly contentHash: string | null;
  readonly votes: readonly Vote[];
  readonly phase: number;
  readonly runs: readonly Run[];
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

/** The run now open or, when none is, the last one; null before the first start. */
export const currentRun = (experiment: Experiment): Run | null => experiment.runs.at(-1) ?? null;

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
    experiment_started: 1,
    experiment_start_abandoned: 1,
    experiment_paused: 1,
    experiment_resumed: 1,
    experiment_completed: 1,
    experiment_archived: 1,
  }),
  initialState: null,
  evolve: (state, event, { at, by }) => {
    if (event.type === 'experiment_drafted') {
      return {
        ...event.data,
        status: 'draft',
        contentHash: null,
        votes: [],
        phase: 0,
        runs: [],
        outcome: null,
        pin: null,
        draftedAt: at,
        startedAt: null,
        completedAt: null,
        updatedAt: at,
      };
    }
    // A start can be abandoned on a stream that was never drafted: nothing is there to change.
    return state && { ...evolve(state, event, at, by), updatedAt: at };
  },
};

type LaterEvent = Exclude<ExperimentEvent, { type: 'experiment_drafted' }>;

function evolve(state: Experiment, event: LaterEvent, at: string, by: Author): Experiment {
  switch (event.type) {
    case 'experiment_edited':
      return { ...state, ...event.data };
    case 'experiment_submitted':
      return { ...state, status: 'in_review', contentHash: event.data.contentHash, votes: [] };
    case 'experiment_approved': {
      const { byPolicy, comment, quorumReached } = event.data;
      const votes = byPolicy ? state.votes : [...state.votes, { by: { id: by.id, name: by.name }, at, comment }];
      return { ...state, votes, status: quorumReached ? 'approved' : state.status };
    }
    case 'experiment_changes_requested':
    case 'experiment_withdrawn':
      return { ...state, status: 'draft', contentHash: null, votes: [] };
    case 'experiment_rejected':
      return { ...state, status: 'rejected' };
    case 'experiment_started':
    case 'experiment_resumed': {
      const { phase, run } = event.data;
      const runs = [...state.runs, { run, phase, from: at, to: null }];
      return { ...state, status: 'running', phase, runs, startedAt: state.startedAt ?? at };
    }
    case 'experiment_start_abandoned':
      return state;
    case 'experiment_paused':
      return { ...state, status: 'paused', runs: ended(state.runs, at) };
    case 'experiment_completed': {
      const { kind, winner, comment, pin } = event.data;
      const outcome = { kind, winner, comment, by };
      return { ...state, status: 'completed', outcome, pin, runs: ended(state.runs, at), completedAt: at };
    }
    case 'experiment_archived':
      return { ...state, status: 'archived' };
  }
}

function ended(runs: readonly Run[], at: string): Run[] {
  return runs.map((run) => (run.to === null ? { ...run, to: at } : run));
}
