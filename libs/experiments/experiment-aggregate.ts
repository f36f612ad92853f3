import type { Aggregate } from '../event-sourcing/aggregate.js';
import { eventCodec } from '../event-sourcing/event-codec.js';
import {
  changesOfServersUnder,
  changesOfShape2,
  changesUnder,
  contentOfServers,
  contentOfShape2,
  tightenedThreshold,
} from './content/stored-content.js';
import { evolveExperiment } from './evolve.js';
import type { Experiment } from './experiment.js';
import { EXPERIMENT_CATEGORY, type ExperimentEvent } from './experiment.events.js';

/** An experiment; null before it is drafted, and after its draft is deleted. */
export const experimentAggregate: Aggregate<Experiment | null, ExperimentEvent> = {
  category: EXPERIMENT_CATEGORY,
  codec: eventCodec<ExperimentEvent>({
    experiment_drafted: {
      version: 4,
      upcasters: { 1: (data) => ({ ...data, semantics: 1 }), 2: contentOfShape2, 3: contentOfServers },
    },
    // Version 2 can change the semantics.
    experiment_edited: { version: 4, upcasters: { 1: (data) => data, 2: changesOfShape2, 3: contentOfServers } },
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
    experiment_guardrail_tightened: { version: 2, upcasters: { 1: tightenedThreshold } },
    experiment_amendment_opened: {
      version: 3,
      upcasters: { 1: changesUnder('changes'), 2: changesOfServersUnder('changes') },
    },
    experiment_amendment_approved: 1,
    experiment_amendment_closed: 1,
    experiment_amended: { version: 3, upcasters: { 1: changesUnder('content'), 2: changesOfServersUnder('content') } },
    experiment_completed: 1,
    experiment_learning_noted: 1,
    experiment_archived: 1,
    experiment_restored: 1,
    experiment_deleted: 1,
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
        summary: null,
        tags: [],
        draftedAt: at,
        startedAt: null,
        completedAt: null,
        updatedAt: at,
      };
    }
    if (event.type === 'experiment_deleted') return null;
    // A stream without a draft has no state to change.
    return state && { ...evolveExperiment(state, event, at, by), updatedAt: at };
  },
};
