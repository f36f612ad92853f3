import type { Watermark } from '../event-sourcing/watermark.js';
import { OwnWrites, type LiveView, type StateByStream } from '../projections/index.js';
import { experimentAggregate } from './experiment-aggregate.js';
import { isLive, type Experiment } from './experiment.js';
import type { ExperimentEvent } from './experiment.events.js';

/** The live experiments of each environment, in memory: for advice, never for what must hold. */
export class LiveExperiments {
  private readonly experiments: StateByStream<Experiment | null, ExperimentEvent>;

  private readonly own: OwnWrites;

  constructor(live: LiveView, watermark: Watermark) {
    this.own = new OwnWrites(live, watermark);
    this.experiments = live.statesOf(experimentAggregate);
  }

  /** With all that this process has written, unless that takes too long. */
  async in(environment: string): Promise<Experiment[]> {
    return (await this.everywhere()).filter((experiment) => experiment.environment === environment);
  }

  async everywhere(): Promise<Experiment[]> {
    await this.own.settle();
    return [...this.experiments.values()].flatMap((experiment) =>
      experiment && isLive(experiment) ? [experiment] : [],
    );
  }
}
