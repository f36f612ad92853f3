import { type Experiment } from '../api-types.js';

/** What lists of experiments look at. */
type Listed = Pick<Experiment, 'id' | 'key' | 'name' | 'flag' | 'status' | 'revision'>;

/** The later version of an experiment. */
export function newerOf<E extends Listed>(held: E, incoming: E): E {
  return incoming.revision < held.revision ? held : incoming;
}

export interface Filter {
  readonly state: Experiment['status'] | 'all';
  readonly text: string;
}

/** True if an experiment has the state, and its name, key or flag contains the text. */
export function matches(experiment: Listed, { state, text }: Filter): boolean {
  if (state !== 'all' && experiment.status !== state) return false;
  const sought = text.trim().toLowerCase();
  return [experiment.name, experiment.key, experiment.flag].some((field) => field.toLowerCase().includes(sought));
}
