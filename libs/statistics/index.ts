export { type Arm, conversionArm, type Correction, meanArm, ratioArm, thresholdArm } from './arm.js';
export {
  absolutePrior,
  credibleInterval,
  expectedLoss,
  posterior,
  type Posterior,
  type Prior,
  RELATIVE_PRIOR,
  type Risk,
} from './bayesian.js';
export { cautious } from './cautious.js';
export { type Computed, isComputable, type NotComputable, type NotComputableReason } from './computed.js';
export { cupedArm, cupedCoverage, cupedRatioArm, cupedRatioTheta, cupedTheta, varianceSaved } from './cuped.js';
export { displacedShare, displacedShares, shareWithin } from './displaced.js';
export {
  compareStrata,
  conversionEffect,
  type Effect,
  effectOf,
  excessOverThreshold,
  linearEffect,
  meanEffect,
  type Pair,
  ratioEffect,
  type Scale,
} from './effect.js';
export {
  type BurnInArm,
  type EProcess,
  LEAST_SUBJECTS,
  look,
  type Look,
  NO_EVIDENCE,
  pastBurnIn,
  raised,
  type Tuning,
  UNPLANNED_SUBJECTS,
} from './e-process.js';
export {
  fixedInterval,
  fixedLowerBound,
  fixedP,
  fixedPGreater,
  fixedPLesser,
  fixedUpperBound,
  type Interval,
} from './fixed.js';
export { type Heterogeneity, heterogeneity } from './heterogeneity.js';
export { benjaminiHochberg, bonferroni, holm } from './many-comparisons.js';
export {
  beyondMargin,
  lookAtMargin,
  type Margin,
  type MarginEvidence,
  type MarginVerdict,
  marginVerdict,
  NO_MARGIN_EVIDENCE,
} from './margin.js';
export { addMoments, type CupedMoments, type CupedRatioMoments, type Moments, type RatioMoments } from './moments.js';
export {
  conversionVariances,
  fixedPower,
  type Goal,
  type PlannedArms,
  relativeMde,
  relativeStandardError,
  sampleSize,
  type SampleSize,
  subjectsForEffect,
  type Variances,
  zOf,
} from './power.js';
export { type QuantileArm, quantileDesignEffect, quantileEffect, quantileRanks } from './quantile.js';
export {
  failureLogE,
  failureShare,
  type FailureTuning,
  type FirstFailures,
  lookAtFailures,
  UNPLANNED_FAILURES,
} from './rare-failures.js';
export { alwaysValidRelativeInterval } from './relative-interval.js';
export { impossibleAim, type TestAim } from './aim.js';
export { alwaysValidFactor, alwaysValidSampleSize } from './sequential-power.js';
export {
  alwaysValidInterval,
  alwaysValidP,
  mixtureRho,
  type Sides,
  sumClock,
  twoSidedCriticalZ,
  twoSidedLogE,
} from './sequential.js';
export { type PhaseSplit, sampleRatio, type SampleRatio, sampleRatioOverPhases, sequentialSampleRatio } from './srm.js';
export { comparableStrata, stratifiedEffect, type Stratum } from './strata.js';
export {
  type HealthProblem,
  type MarginFacts,
  type PlanFacts,
  type PrimaryFacts,
  type Verdict,
  type VerdictFacts,
  type VerdictKind,
  verdictOf,
  type VerdictReason,
  VERDICTS,
} from './verdict.js';
