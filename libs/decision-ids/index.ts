export {
  createDecisionSigner,
  DECISION_ID_FUTURE_SLACK_MS,
  DECISION_ID_LIFETIME_MS,
  type DecisionIdRefusal,
  type DecisionIdVerification,
  type DecisionSigner,
} from './decision-id.js';
export { type DecisionClaims } from './decision-id-layout.js';
export { InvalidDecisionKeys, parseDecisionKeys, type DecisionKey, type DecisionKeys } from './decision-keys.js';
export { keyProblem, keyProofsOf, type KeyProofs } from './key-proofs.js';
export { createSubjectDigest, type Digest } from './subject-digest.js';
export { ON_DECIDE_PREFIX, onDecideExposureId } from './exposure-id.js';
