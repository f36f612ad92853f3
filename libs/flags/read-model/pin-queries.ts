import type { StateAsOf } from '../../projections/index.js';
import type { FlagPin } from '../flag-experiments.js';

/** Port for the pins of a flag in the read model. The experiments part answers. */
export abstract class PinQueries {
  /** @param ended ids of experiments whose pins have ended */
  abstract pinsOf(asOf: StateAsOf, environment: string, flag: string, ended: readonly string[]): Promise<FlagPin[]>;
}
