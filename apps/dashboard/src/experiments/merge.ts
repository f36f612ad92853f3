import { type Experiment } from '../api-types.js';

type Revised = Pick<Experiment, 'revision'>;

/** The later version of an experiment. */
export function newerOf<E extends Revised>(held: E, incoming: E): E {
  return incoming.revision < held.revision ? held : incoming;
}
