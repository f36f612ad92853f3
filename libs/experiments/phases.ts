import type { Experiment } from './experiment.js';

/**
 * The experiment in this phase: a later one than its own opens now and ends the one before, so that between start and
 * completion each moment is in exactly one phase; pauses belong to the phase before them.
 */
export function inPhase(experiment: Experiment, phase: number, at: string): Experiment {
  if (phase <= experiment.phase) return experiment;
  const { traffic, frozenAt, disabledArms } = experiment;
  const opened = { phase, from: at, to: null, traffic, frozen: frozenAt !== null, disabledArms };
  return { ...experiment, phase, phases: [...withoutOpenPhase(experiment, at).phases, opened] };
}

/** The experiment with its last phase ended. */
export function withoutOpenPhase(experiment: Experiment, at: string): Experiment {
  const phases = experiment.phases.map((phase) => (phase.to === null ? { ...phase, to: at } : phase));
  return { ...experiment, phases };
}
