import { currentRun, type Experiment } from './experiment.js';

/** An experiment as it goes over the wire, in answers, lists and the live stream. */
export function experimentDocument(experiment: Experiment): object {
  // Its phases are a report of their own, the salt nobody's business, the rest is for deciding only.
  const { phases: _, salt: _salt, votes, required: _required, resumesAfter: _resumes, ...shown } = experiment;
  const { pin: _pin, pastOwners: _past, ...document } = shown;
  return { ...document, approvals: votes, run: currentRun(experiment)?.run ?? 0 };
}
