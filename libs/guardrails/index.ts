export * from './guardrail.events.js';
export * from './judge.js';
export { breachSentence } from './evidence.js';
export { triggerDocument, triggersAggregate, type Triggers } from './trigger.js';
export { checkAggregate } from './check.events.js';
