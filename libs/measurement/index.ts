export { TIME_BUCKET_SECONDS, timeBucketOf } from './aggregation/time-buckets.js';
export { POOLED } from './aggregation/deltas.js';
export { binOf, quantileOf, type Bin } from './aggregation/sketch.js';
export { ANY, denominatorOf, EXPOSED, numeratorOf } from './aggregation/unit-state.js';
export { CHECK_REQUESTED } from './aggregation/looks.js';
export type { Crossing } from './aggregation/crossing.js';
export {
  evidenceOnMargin,
  type ComparisonEvidence,
  type ExperimentEvidence,
  type MarginState,
} from './aggregation/evidence.js';
export {
  DOUBLE_EXPOSED_SHARE,
  doubleExposureCheck,
  quietSince,
  sampleRatioCheck,
  SILENCE_MINUTES,
  silenceCheck,
  SRM_E_VALUE,
  type HealthFacts,
} from './health/checks.js';
export { strataOf, type ArmSplit, type ExposedByPhase } from './health/split.js';
export { eValueOf } from './health/e-value.js';
