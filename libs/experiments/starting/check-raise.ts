import type { CommandRunner } from '../../event-sourcing/command-runner.js';
import type { Decimal } from '../../primitives/decimal.js';
import { participationLimitAggregate, participationLimitStream } from '../../subjects/index.js';
import { checkDisplaces } from './displacement.js';
import type { Experiment } from '../experiment.js';
import type { LiveExperiments } from '../live-experiments.js';

/** @throws Refusal `takes_subjects` if a participation limit makes the raise take subjects from younger experiments */
export async function checkRaise(
  runner: CommandRunner,
  live: LiveExperiments,
  experiment: Experiment,
  traffic: Decimal,
): Promise<void> {
  const { environment } = experiment;
  const { limit } = (await runner.load(participationLimitAggregate, participationLimitStream(environment))).state;
  if (limit !== null) checkDisplaces(experiment, traffic, await live.in(environment), limit);
}
