import { Verdicts } from '../../libs/experiments/verdicts.js';

/** Knows none, so no completion is against one. */
export class UnknownVerdicts extends Verdicts {
  override on(): Promise<null> {
    return Promise.resolve(null);
  }
}
