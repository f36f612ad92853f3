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
export { compileEnvironment, compileSnapshot } from './compile.js';
export { type CompiledFlag } from './compiled-flag.js';
export {
  experimentSnapshot,
  splitServe,
  type ExperimentConfiguration,
  type VariantConfiguration,
} from './experiment-snapshot.js';
export {
  type EvaluationRequest,
  type Decision,
  type ExperimentReference,
  type IdentifiedDecision,
  type PlainDecision,
  REASONS,
  type Reason,
} from './decision.js';
export { EnrolledFilter } from './enrolled-filter.js';
export { evaluate } from './evaluate.js';
export { flagInstants } from './flag-instants.js';
export { withDependents } from './dependents.js';
export { decisionIdOf } from './identify.js';
export { type Json } from './json.js';
export { formatOf, unusableBecause, type SnapshotDocument } from './snapshot-format.js';
export {
  type ConflictDomainSnapshot,
  type DimensionSnapshot,
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
  type RequirementSnapshot,
  type RuleServe,
  type RuleSnapshot,
  type VariantSnapshot,
} from './snapshot.js';
export { carriedByAudience, carriedSemantics } from './targeting/carried-semantics.js';
export { checkCondition } from './targeting/check-condition.js';
export { compileCondition } from './targeting/compile-condition.js';
export { SUBJECT_ATTRIBUTE, type Attributes, type Condition } from './targeting/condition.js';
export { MAX_CONDITION_KIB } from './targeting/limits.js';
export { namedGroups, type NamedGroup } from './targeting/named-groups.js';
export { namesInCondition, type NamedAttribute } from './targeting/names-in-condition.js';
export { CURRENT_SEMANTICS, semanticsOf, type Meant, type Semantics } from './targeting/semantics.js';
export { type Recorder, type Step } from './trace.js';
export { unitOf } from './traffic.js';
