/** Commands that others give: the guardrail saga. */
export { CompleteExperiment } from './complete-experiment.js';
export { PauseExperiment } from './pause-experiment.js';
