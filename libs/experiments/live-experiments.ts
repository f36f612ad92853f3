import type { Watermark } from '../event-sourcing/watermark.js';
import { OwnWrites, type LiveView, type StateByStream } from '../projections/index.js';
import { experimentAggregate } from './experiment-aggregate.js';
import { isLive, type Experiment } from './experiment.js';
import type { ExperimentEvent } from './experiment.events.js';

/** Experiments of all environments, from memory: good for advice, never for invariants. */
export class LiveExperiments {
  private readonly experiments: StateByStream<Experiment | null, ExperimentEvent>;

  private readonly own: OwnWrites;

  constructor(live: LiveView, watermark: Watermark) {
    this.own = new OwnWrites(live, watermark);
    this.experiments = live.statesOf(experimentAggregate);
  }

  /** Includes all writes of this process, unless waiting for them takes too long. */
  async in(environment: string): Promise<Experiment[]> {
    return (await this.everywhere()).filter((experiment) => experiment.environment === environment);
  }

  /** Those on the flag, in any environment, that have not ended: from their draft on. */
  async openOn(flag: string): Promise<Experiment[]> {
    await this.own.settle();
    return [...this.experiments.values()].flatMap((experiment) =>
      experiment?.flag === flag && !isEnded(experiment) ? [experiment] : [],
    );
  }

  async everywhere(): Promise<Experiment[]> {
    await this.own.settle();
    return [...this.experiments.values()].flatMap((experiment) =>
      experiment && isLive(experiment) ? [experiment] : [],
    );
  }
}

const isEnded = ({ status }: Experiment): boolean =>
  status === 'completed' || status === 'archived' || status === 'rejected';
