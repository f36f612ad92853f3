/** The exports for controllers of other parts. */
export { guardrailFields, StatusSchema } from './http/experiment-answers.js';
