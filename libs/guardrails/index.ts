export * from './guardrail.events.js';
export * from './judge.js';
export { breachSentence } from './evidence.js';
export { triggerDocument, triggersAggregate, type Triggers } from './trigger.js';
export { CheckAnswers } from './check-answers.js';
export { CHECK_REQUESTED } from './check.events.js';
