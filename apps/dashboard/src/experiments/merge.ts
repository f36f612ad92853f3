import { type Experiment } from '../api-types.js';

/** What lists of experiments look at. */
type Listed = Pick<Experiment, 'id' | 'key' | 'name' | 'flag' | 'status' | 'revision'>;

/** The later version of an experiment. */
export function newerOf<E extends Listed>(held: E, incoming: E): E {
  return incoming.revision < held.revision ? held : incoming;
}

/** Replaces an experiment in the list, or adds a new one in front. */
export function withExperiment<E extends Listed>(held: readonly E[], incoming: E): readonly E[] {
  if (!held.some(({ id }) => id === incoming.id)) return [incoming, ...held];
  return held.map((experiment) => (experiment.id === incoming.id ? newerOf(experiment, incoming) : experiment));
}

/** Takes the order of a fresh list. Experiments that only the stream has sent so far stay in front. */
export function mergeLists<E extends Listed>(held: readonly E[], answer: readonly E[]): readonly E[] {
  const heldById = new Map(held.map((experiment) => [experiment.id, experiment]));
  const answered = new Set(answer.map(({ id }) => id));
  return [
    ...held.filter(({ id }) => !answered.has(id)),
    ...answer.map((experiment) => newerOf(heldById.get(experiment.id) ?? experiment, experiment)),
  ];
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
