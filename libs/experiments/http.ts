/** The exports for controllers of other parts. */
export { guardrailFields, HistoryItemSchema, StatusSchema } from './http/experiment-answers.js';
