import type { Experiment } from './experiment.js';

/**
 * Opens the phase if it is later than the current one, which ends then. So each instant between start and completion
 * is in exactly one phase; a pause belongs to the phase before it.
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
