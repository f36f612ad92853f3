import { semanticsOf } from '../evaluation/index.js';
import { attachedOf } from './content/metrics.js';
import { isAskedForLearning } from './learning.js';
import { currentRun, type Experiment } from './experiment.js';

/** The JSON document of an experiment, in answers, lists and the live stream. */
export function experimentDocument(experiment: Experiment) {
  // Phases are a report of their own, the salt is secret, and the other fields serve only the deciders.
  const { phases: _, salt: _salt, votes, required: _required, resumesAfter: _resumes, ...shown } = experiment;
  const { pin: _pin, pastOwners: _past, attachments: _attachments, ...document } = shown;
  const attached = attachedOf(experiment);
  return {
    ...document,
    attached,
    semantics: semanticsOf(experiment),
    approvals: votes,
    run: currentRun(experiment)?.run ?? 0,
    learningAsked: isAskedForLearning(experiment),
  };
}
