import type { Handled } from '../../event-sourcing/command-runner.js';
import { onStream, type Decide, type Handle } from '../../event-sourcing/declared-command.js';
import { experimentAggregate } from '../experiment-aggregate.js';
import type { Experiment } from '../experiment.js';
import { experimentStream, type ExperimentEvent } from '../experiment.events.js';

/** What a command on an experiment names: the experiment's id, in the environment of the context. */
export interface OfExperiment {
  readonly id: string;
}

/** A step of an experiment's life, with the comment of whoever takes it. */
export interface Commented extends OfExperiment {
  readonly comment: string | null;
}

/** Loads the experiment, decides, appends. */
export const onExperiment = <Input extends OfExperiment, Ports extends readonly object[]>(
  decide: Decide<Experiment | null, ExperimentEvent, Input, Ports>,
): Handle<Input, Handled<Experiment | null>, Ports> =>
  onStream(experimentAggregate, ({ id }: OfExperiment, { environment }) => experimentStream(environment, id), decide);
