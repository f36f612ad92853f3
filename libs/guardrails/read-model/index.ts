export * from './trigger-table.js';
export { GuardrailCounts } from './guardrail-counts.js';
export type { CountsAsked } from './threshold-counts.js';
export { MeasuredGuardrails } from './guardrail-states.js';
export { guardrailRates } from './guardrail-rates.js';
export { sagaProgress } from './saga-progress.js';
export { breachInHistory } from './history-of-breaches.js';
