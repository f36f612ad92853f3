import type { Experiment } from './experiment.js';

/** Port: what a submission asks about subjects to come. A part that counts answers; null is unknown, never a guess. */
export abstract class RecentExposures {
  /** Subjects per day that a flag of this environment brought of late, at full traffic. */
  abstract perDay(environment: string, flag: string): Promise<number | null>;

  /** Subjects of all arms together that the experiment's plan needs, by what its primary metric was of late. */
  abstract subjectsNeeded(experiment: Experiment): Promise<number | null>;
}

/** Knows nothing, so no submission is warned. */
export class UnknownExposures extends RecentExposures {
  override perDay(): Promise<null> {
    return Promise.resolve(null);
  }

  override subjectsNeeded(): Promise<null> {
    return Promise.resolve(null);
  }
}
