/** Commands that others give: the guardrail saga, the schedule. */
export { CompleteExperiment } from './complete-experiment.js';
export { DisableArm } from './disable-arm.js';
export { PauseExperiment } from './pause-experiment.js';
export { StartExperiment } from './start-experiment.js';
export { StopBySchedule } from './stop-by-schedule.js';
