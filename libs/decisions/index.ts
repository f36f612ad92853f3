export { contextOf, type EvaluationContext } from './ofrep/context.js';
export { evaluationOf, type Evaluation } from './ofrep/evaluation.js';
export { flagNotFound, ofrepFailure, targetingKeyMissing, type OfrepFailure } from './ofrep/failure.js';
