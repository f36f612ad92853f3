export {
  BUCKETS,
  bucketOf,
  inTraffic,
  percentageToBuckets,
  pickVariant,
  SLOTS,
  slotOf,
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
export { flagInstants } from './flag-instants.js';
export { compileEnvironment, compileSnapshot, type Digest } from './compile.js';
export { type CompiledFlag } from './compiled.js';
export {
  experimentSnapshot,
  splitServe,
  type ExperimentConfiguration,
  type VariantConfiguration,
} from './configured.js';
export {
  type Asked,
  type Decision,
  type ExperimentReference,
  type IdentifiedDecision,
  type PlainDecision,
  type Reason,
} from './decision.js';
export { EnrolledFilter } from './enrolled-filter.js';
export { evaluate } from './evaluate.js';
export { decisionIdOf } from './identify.js';
export { type Json } from './json.js';
export { keyProblem, keyProofsOf, type KeyProofs } from './key-proofs.js';
export { SNAPSHOT_FORMAT, type SnapshotDocument } from './snapshot-document.js';
export {
  type ConflictDomainSnapshot,
  type EnvironmentSettings,
  type EnvironmentSnapshot,
  type ExperimentSnapshot,
  type FlagMetadata,
  type FlagSnapshot,
  type FlagType,
  type GroupSnapshot,
  type HoldoutSnapshot,
  type OverrideSnapshot,
  type PinSnapshot,
  type RuleServe,
  type RuleSnapshot,
  type VariantSnapshot,
} from './snapshot.js';
export { createSubjectDigest } from './subject-digest.js';
export { checkCondition } from './targeting/check-condition.js';
export { compileCondition } from './targeting/compile-condition.js';
export { type Attributes, type Condition } from './targeting/condition.js';
export { contextOf, type EvaluationContext } from './ofrep/context.js';
export { evaluationOf, type Evaluation } from './ofrep/evaluation.js';
export { flagNotFound, ofrepFailure, targetingKeyMissing, type OfrepFailure } from './ofrep/failure.js';
export { ON_DECIDE_PREFIX, onDecideExposureId } from './on-decide.js';
export { ExposureSink, type DecidedExposure } from './exposure-sink.js';
export { namedGroups, type NamedGroup } from './targeting/named-groups.js';
export { type Recorder, type Step } from './trace.js';
