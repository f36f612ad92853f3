import { type Experiment } from '../api-types.js';

/** The one changed last; the second where that cannot be told. */
export function newerOf(held: Experiment, incoming: Experiment): Experiment {
  return Date.parse(incoming.updatedAt) < Date.parse(held.updatedAt) ? held : incoming;
}

/** Puts one experiment in its place, or in front when it is new. */
export function withExperiment(held: readonly Experiment[], incoming: Experiment): readonly Experiment[] {
  if (!held.some(({ id }) => id === incoming.id)) return [incoming, ...held];
  return held.map((experiment) => (experiment.id === incoming.id ? newerOf(experiment, incoming) : experiment));
}

/** A fresh list in its own order; what only the stream has told of yet stays in front. */
export function mergeLists(held: readonly Experiment[], answer: readonly Experiment[]): readonly Experiment[] {
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

/** Whether an experiment is of the state asked for and its name, key or flag holds the text. */
export function matches(experiment: Experiment, { state, text }: Filter): boolean {
  if (state !== 'all' && experiment.status !== state) return false;
  const sought = text.trim().toLowerCase();
  return [experiment.name, experiment.key, experiment.flag].some((field) => field.toLowerCase().includes(sought));
}
