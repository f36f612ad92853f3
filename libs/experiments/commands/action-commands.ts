import { declareCommand } from '../../event-sourcing/declared-command.js';
import type { ForRun } from '../content/checks.js';
import type { Outcome } from '../experiment.events.js';
import { disableArm, pause } from '../narrowing.js';
import { complete, stopBySchedule } from '../running.js';
import { onExperiment, type Commented, type OfExperiment } from './on-experiment.js';

// The guardrail saga and the schedule give these commands too: the projector has their handlers as well as command-api.

interface Halt extends Commented {
  /** Present where a guardrail gives the command: it is for this run alone. */
  readonly forRun?: ForRun | undefined;
}

export const PauseExperiment = declareCommand(
  'PauseExperiment',
  onExperiment((state, { id, comment, forRun }: Halt, { actor }) => pause(state, id, actor, comment, forRun)),
);

interface ArmToDisable extends Halt {
  readonly variant: string;
}

export const DisableArm = declareCommand(
  'DisableArm',
  onExperiment((state, { id, variant, comment, forRun }: ArmToDisable, { actor }) =>
    disableArm(state, id, actor, variant, comment, forRun),
  ),
);

interface Completion extends Halt {
  readonly outcome: Outcome;
}

export const CompleteExperiment = declareCommand(
  'CompleteExperiment',
  onExperiment((state, { id, outcome, comment, forRun }: Completion, { actor }) =>
    complete(state, id, actor, outcome, comment, forRun),
  ),
);

interface ScheduledStop extends OfExperiment {
  /** The time in the schedule, ISO 8601 UTC. */
  readonly scheduledFor: string;
}

export const StopBySchedule = declareCommand(
  'StopBySchedule',
  onExperiment((state, { id, scheduledFor }: ScheduledStop, { actor }) =>
    stopBySchedule(state, id, actor, scheduledFor),
  ),
);
