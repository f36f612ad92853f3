import { declareCommand } from '../../event-sourcing/declared-command.js';
import type { ForRun } from '../content/checks.js';
import type { LearningChanges, Outcome } from '../experiment.events.js';
import { withLearning } from '../learning.js';
import { disableArm, pause } from '../narrowing.js';
import { declaresVerdict } from '../against-verdict.js';
import { complete } from '../completing.js';
import { stopBySchedule } from '../running.js';
import { reviewRulesOf } from '../starting/quorum.js';
import { Verdicts } from '../verdicts.js';
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
  /** What was learnt; a guardrail has nobody to ask. */
  readonly learning?: LearningChanges | undefined;
}

export const CompleteExperiment = declareCommand(
  'CompleteExperiment',
  onExperiment(async (state, completion: Completion, { actor, environment }, runner, verdicts: Verdicts) => {
    const { id, outcome, comment, forRun, learning = {} } = completion;
    // What is refused anyway, or judged by nobody, waits for no verdict.
    const unjudged = complete(state, id, actor, outcome, comment, forRun);
    if (!state || actor.kind === 'system' || !declaresVerdict(state)) return withLearning(unjudged, learning);
    const verdict = await verdicts.on(state);
    const { quorum, againstVerdict: policy } = await reviewRulesOf(runner, state.owner.id, environment);
    const judged = complete(state, id, actor, outcome, comment, forRun, { verdict, policy, quorum });
    return withLearning(judged, learning);
  }),
  Verdicts,
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
