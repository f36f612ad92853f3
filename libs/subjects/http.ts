/** The exports for controllers of other parts. */
export { ConflictDomainSchema, ListedConflictDomainSchema } from './http/subject-answers.js';
