/** The exports for controllers of other parts. */
export { guardrailFields, HistoryItemSchema, StatusSchema, SummarySchema } from './http/experiment-answers.js';
