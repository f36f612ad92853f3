export { type StaleFlag } from './stale-flag.js';
export * from './changing.js';
export * from './defining.js';
export * from './flag.events.js';
export * from './flag.js';
export { flagRequirementsAggregate } from './requirements.js';
export { saltsOf, type RuleDraft } from './rules.js';
export { checkValue, isOfType, type DefaultRequest } from './values.js';
export { FlagExperiments, type FlagPin } from './flag-experiments.js';
