import { RecentExposures } from '../../libs/experiments/recent-exposures.js';

/** Knows nothing, so no submission is warned. */
export class UnknownExposures extends RecentExposures {
  override perDay(): Promise<null> {
    return Promise.resolve(null);
  }

  override subjectsNeeded(): Promise<null> {
    return Promise.resolve(null);
  }
}
