import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { anyCommand, decideAny, type AnyCommand } from '../../test/support/experiment-commands.js';
import { ReviewModel, SECOND_VOTE } from '../../test/support/experiment-model.js';
import { by, drafted, owner } from '../../test/support/experiments.js';
import { Refusal } from '../primitives/refusal.js';
import { experimentAggregate } from './experiment-aggregate.js';
import type { Experiment, Status } from './experiment.js';
import type { ExperimentEvent } from './experiment.events.js';

function fold(
  state: Experiment,
  events: readonly ExperimentEvent[],
  { actor }: AnyCommand,
  minute: number,
): Experiment {
  const folded = events.reduce<Experiment | null>(
    (before, event) => experimentAggregate.evolve(before, event, by(actor, minute)),
    state,
  );
  if (!folded) throw new Error('the experiment is gone');
  return folded;
}

/** What the command decides; nothing where it is refused, which it must be with a refusal. */
function attempt(command: AnyCommand, state: Experiment, minute: number): readonly ExperimentEvent[] {
  try {
    return decideAny(command, state, minute);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return [];
  }
}

describe('any sequence of commands, by anybody, under any policy', () => {
  it('reaches nothing that was not voted on, nor anything wider', () => {
    const statuses = new Set<Status>();
    const seen = new Set<string>();
    fc.assert(
      fc.property(fc.array(anyCommand, { minLength: 20, maxLength: 120, size: 'max' }), (commands) => {
        let state = experimentAggregate.evolve(null, drafted, by(owner));
        if (!state) throw new Error('nothing was drafted');
        const model = new ReviewModel(state.salt, owner.id);
        for (const [minute, command] of commands.entries()) {
          const events = attempt(command, state, minute);
          const after = fold(state, events, command, minute);
          model.observe(state, events, after, command.actor, command.quorum);
          state = after;
          statuses.add(state.status);
        }
        for (const type of model.seen) seen.add(type);
      }),
      { numRuns: 2_000, seed: 20_260_102 },
    );
    // The property is about something: the sequences get everywhere and do everything.
    expect([...statuses].sort()).toEqual([
      'approved',
      'archived',
      'completed',
      'draft',
      'in_review',
      'paused',
      'rejected',
      'running',
    ]);
    // Drafting begins a sequence and deleting would end it; the other two are left by starts elsewhere.
    const outside = [
      'experiment_drafted',
      'experiment_deleted',
      'experiment_start_abandoned',
      'experiment_slots_taken',
    ];
    const all = Object.keys(typesOf()).filter((type) => !outside.includes(type));
    expect([...seen].sort()).toEqual([...all, SECOND_VOTE].sort());
  });

  it('says the same of the same events, however they are cut into commands or read again', () => {
    fc.assert(
      fc.property(fc.array(anyCommand, { minLength: 20, maxLength: 60, size: 'max' }), (commands) => {
        let state = experimentAggregate.evolve(null, drafted, by(owner));
        let stored: string[] = [];
        for (const [minute, command] of commands.entries()) {
          if (!state) throw new Error('nothing was drafted');
          const events = attempt(command, state, minute);
          stored = [...stored, ...events.map((event) => JSON.stringify([event, by(command.actor, minute)]))];
          state = fold(state, events, command, minute);
        }
        let again = experimentAggregate.evolve(null, drafted, by(owner));
        for (const text of stored) {
          const [event, facts] = JSON.parse(text) as [ExperimentEvent, ReturnType<typeof by>];
          again = experimentAggregate.evolve(again, event, facts);
        }
        expect(again).toEqual(state);
      }),
      { numRuns: 300, seed: 20_260_103 },
    );
  });
});

/** Every event type of the aggregate, in a shape that misses none. */
function typesOf(): Record<ExperimentEvent['type'], true> {
  return {
    experiment_drafted: true,
    experiment_edited: true,
    experiment_submitted: true,
    experiment_approved: true,
    experiment_changes_requested: true,
    experiment_rejected: true,
    experiment_withdrawn: true,
    experiment_transferred: true,
    experiment_started: true,
    experiment_start_abandoned: true,
    experiment_slots_taken: true,
    experiment_paused: true,
    experiment_resumed: true,
    experiment_traffic_changed: true,
    experiment_enrolment_frozen: true,
    experiment_arm_disabled: true,
    experiment_guardrail_tightened: true,
    experiment_amendment_opened: true,
    experiment_amendment_approved: true,
    experiment_amendment_closed: true,
    experiment_amended: true,
    experiment_completed: true,
    experiment_learning_noted: true,
    experiment_archived: true,
    experiment_restored: true,
    experiment_deleted: true,
  };
}
