export {
  BUCKETS,
  bucketOf,
  inTraffic,
  percentageToBuckets,
  pickVariant,
  withThresholds,
  type BucketPurpose,
} from './bucketing.js';
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
export {
  evaluate,
  type AssignedDecision,
  type Decision,
  type ExperimentReference,
  type Reason,
  type UnassignedDecision,
} from './evaluate.js';
export {
  experimentSnapshot,
  type ExperimentConfiguration,
  type ExperimentSnapshot,
  type FlagSnapshot,
  type FlagType,
  type Json,
  type PinSnapshot,
  type VariantConfiguration,
  type VariantSnapshot,
} from './snapshot.js';
export { createSubjectDigest } from './subject-digest.js';
export { checkCondition } from './targeting/check-condition.js';
export { compileCondition } from './targeting/compile-condition.js';
export { type Attributes, type Condition } from './targeting/condition.js';
