export * from './guardrail.events.js';
export * from './judge.js';
export { breachSentence } from './evidence.js';
export { triggerDocument, triggersAggregate, type Triggers } from './trigger.js';
export { CHECK_REQUESTED, checkAggregate } from './check.events.js';
