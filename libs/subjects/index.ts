export * from './group.js';
export { checkGroups } from './check-groups.js';
export * from './override.js';
export * from './holdout.js';
export * from './conflict-domain.js';
export { eachOf, type Slots } from './slots.js';
export * from './participation-limit.js';
export { OverrideTargets, type OverriddenExperiment, type OverriddenFlag } from './override-targets.js';
