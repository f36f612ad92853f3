import { flagAggregate, flagStream, usableVariants, type Flag } from '../../flags/index.js';
import type { CommandRunner } from '../../event-sourcing/command-runner.js';
import { OverrideTargets } from '../../subjects/index.js';
import { experimentStream } from '../experiment.events.js';
import { experimentAggregate } from '../experiment-aggregate.js';
import type { Experiment } from '../experiment.js';

export class TargetsOfOverrides extends OverrideTargets {
  constructor(private readonly runner: CommandRunner) {
    super();
  }

  override async flag(key: string): Promise<Flag | null> {
    const { state } = await this.runner.load(flagAggregate, flagStream(key));
    return state && { ...state, variants: usableVariants(state) };
  }

  override async experiment(environment: string, id: string): Promise<Experiment | null> {
    return (await this.runner.load(experimentAggregate, experimentStream(environment, id))).state;
  }
}
