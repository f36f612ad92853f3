/** Commands that others give: the guardrail saga, the schedule. */
export { CompleteExperiment, DisableArm, PauseExperiment, StopBySchedule } from './action-commands.js';
export { StartExperiment } from './start-experiment.js';
