import { pickVariant } from './bucketing.js';
import type {
  CompiledDimension,
  CompiledExperiment,
  CompiledFlag,
  CompiledPin,
  CompiledRule,
  CompiledShare,
} from './compiled-flag.js';
import type {
  EvaluationRequest,
  Decision,
  Exclusion,
  IdentifiedDecision,
  PlainDecision,
  ServedDecision,
} from './decision.js';
import { exclusionByTraffic, heldOutSince, NEVER, unitOf } from './traffic.js';
import { contains } from './audience.js';
import { overridden, overrideFor } from './overrides.js';
import { prerequisitesHold } from './prerequisites.js';
import type { VariantSnapshot } from './snapshot.js';
import type { Attributes } from './targeting/condition.js';
import type { Recorder } from './trace.js';

/**
 * Decides a flag for a subject: unknown → disabled → prerequisites → override → live experiment (paused → targeting →
 * holdout → conflict domain → participation limit → traffic → frozen → variant) → pins → rules → default.
 * Deterministic; never waits.
 * @param flag undefined if no flag has the key
 * @param record called with each step
 */
export function evaluate(
  flag: CompiledFlag | undefined,
  flagKey: string,
  request: EvaluationRequest,
  record?: Recorder,
): Decision {
  record?.({ step: 'flag', found: flag !== undefined });
  if (flag === undefined) return unknownFlag(flagKey);
  const { enabled, requires } = flag;
  record?.({ step: 'enabled', enabled });
  if (!enabled) return { ...flag.byDefault, reason: 'flag_disabled' };
  if (requires !== null && !prerequisitesHold(flag, requires, request, evaluate, record)) {
    return { ...flag.byDefault, reason: 'prerequisite_failed' };
  }
  const override = overrideFor(flag, request, record);
  if (override !== undefined) return overridden(flag, override, request);
  const { experiment } = flag;
  record?.({ step: 'experiment', experiment: experiment && experiment.reference });
  return experiment === null
    ? withoutExperiment(flag, request, record)
    : byExperiment(flag, experiment, request, record);
}

/** Checks the experiment's conditions in order; the first that excludes the subject gives the reason. */
function byExperiment(
  flag: CompiledFlag,
  experiment: CompiledExperiment,
  request: EvaluationRequest,
  record: Recorder | undefined,
): Decision {
  const { paused, audience, bucketBy, isEnrolled, disabledArms } = experiment;
  const { subjectId: subject } = request;
  record?.({ step: 'paused', paused });
  if (paused) return excluded(flag, experiment, 'experiment_paused', request, record);
  const holds = contains(audience, request);
  record?.({ step: 'targeting', holds });
  if (!holds) return excluded(flag, experiment, 'not_targeted', request, record);
  record?.({ step: 'subject', found: Boolean(subject) });
  if (!subject) return excluded(flag, experiment, 'missing_subject', request, record);
  const unit = unitOf(experiment, subject, request);
  if (bucketBy !== null) record?.({ step: 'unit', bucketBy, found: unit !== undefined });
  // An experiment takes only subjects that have its `bucketBy` attribute.
  if (unit === undefined) return excluded(flag, experiment, 'not_targeted', request, record);
  const heldSince = heldOutSince(flag, subject, request, record);
  if (heldSince !== NEVER) return excluded(flag, experiment, 'holdout', request, record, heldSince);
  const exclusion = exclusionByTraffic(experiment, subject, unit, request, record);
  if (exclusion !== undefined) return excluded(flag, experiment, exclusion, request, record, heldSince);
  if (isEnrolled !== null) {
    const enrolled = isEnrolled(unit);
    record?.({ step: 'frozen', enrolled });
    if (!enrolled) return excluded(flag, experiment, 'enrolment_frozen', request, record, heldSince);
  }
  const bucket = experiment.variantBuckets.of(unit);
  const variant = pickVariant(bucket, experiment.variants);
  const armDisabled = disabledArms !== null && disabledArms.includes(variant.key);
  record?.({ step: 'variant', bucket, variant: variant.key, armDisabled });
  return armDisabled
    ? disabled(flag, experiment, variant)
    : assigned(flag, experiment, variant, subject, unit, request.attributes);
}

function assigned(
  flag: CompiledFlag,
  { reference, phase, exposesOnDecide, dimensions }: CompiledExperiment,
  variant: VariantSnapshot,
  subject: string,
  unit: string,
  attributes: Attributes,
): IdentifiedDecision {
  return {
    identified: true,
    flag: flag.byDefault.flag,
    value: variant.value,
    variant: variant.key,
    reason: 'experiment_assigned',
    experiment: reference,
    phase,
    subject,
    unit,
    counted: true,
    exposesOnDecide,
    dimensionValues: dimensions === null ? NO_VALUES : valuesIn(dimensions, attributes),
  };
}

const NO_VALUES: readonly number[] = [];

/** The index of the value in each dimension. A number or boolean is the text that JSON writes. */
function valuesIn(dimensions: readonly CompiledDimension[], attributes: Attributes): number[] {
  return dimensions.map(({ attribute, indexes }) => {
    const value = attribute(attributes);
    const isScalar = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
    return isScalar ? (indexes.get(String(value)) ?? 0) : 0;
  });
}

/** A subject of a disabled arm gets control's value, but is never counted as control. */
function disabled(
  flag: CompiledFlag,
  { reference, phase, control }: CompiledExperiment,
  arm: VariantSnapshot,
): PlainDecision {
  return {
    identified: false,
    flag: flag.byDefault.flag,
    value: control.value,
    variant: arm.key,
    reason: 'arm_disabled',
    experiment: reference,
    phase,
  };
}

/** Serves the flag without the experiment. The exclusion becomes the reason of a default, or if there is no subject. */
function excluded(
  flag: CompiledFlag,
  { reference, phase }: CompiledExperiment,
  reason: Exclusion,
  request: EvaluationRequest,
  record: Recorder | undefined,
  heldSince?: number,
): PlainDecision {
  record?.({ step: 'excluded', reason });
  const served = withoutExperiment(flag, request, record, heldSince);
  if (served.reason !== 'default' && reason !== 'missing_subject') return served;
  return { ...served, reason, experiment: reference, phase };
}

function withoutExperiment(
  flag: CompiledFlag,
  request: EvaluationRequest,
  record: Recorder | undefined,
  heldSince?: number,
): ServedDecision {
  const pin = flag.pins.length === 0 ? undefined : pinFor(flag, request, record, heldSince);
  if (pin !== undefined) return pin.served;
  let index = 0;
  for (let rule = flag.rules; rule !== null; rule = rule.next) {
    const holds = contains(rule.holds, request);
    record?.({ step: 'rule', index, name: rule.name, holds });
    if (holds) return byRule(flag, rule, request, record);
    index += 1;
  }
  return byDefault(flag, record);
}

/** The newest pin whose audience contains the subject and from which no holdout excludes it. */
function pinFor(
  flag: CompiledFlag,
  request: EvaluationRequest,
  record: Recorder | undefined,
  known: number | undefined,
): CompiledPin | undefined {
  const { subjectId: subject } = request;
  const heldSince = known ?? (subject ? heldOutSince(flag, subject, request, record) : NEVER);
  for (const pin of flag.pins) {
    const held = pin.snapshot.startedAt > heldSince;
    const holds = contains(pin.audience, request);
    record?.({ step: 'pin', experiment: pin.reference, held, holds });
    if (!held && holds) return pin;
  }
  return undefined;
}

function byRule(
  flag: CompiledFlag,
  { serve }: CompiledRule,
  { subjectId: subject }: EvaluationRequest,
  record: Recorder | undefined,
): ServedDecision {
  if ('reason' in serve) return serve;
  if (!subject) return { ...byDefault(flag, record), reason: 'missing_subject' };
  const bucket = serve.of(subject);
  const { served } = shareOf(bucket, serve.shares);
  record?.({ step: 'split', bucket, variant: served.variant });
  return served;
}

/** The first share whose end is above the bucket. The last share ends above all buckets. */
function shareOf(bucket: number, first: CompiledShare): CompiledShare {
  let share = first;
  while (share.next !== null && bucket >= share.upTo) share = share.next;
  return share;
}

function byDefault({ byDefault: served }: CompiledFlag, record: Recorder | undefined): ServedDecision {
  record?.({ step: 'default', variant: served.variant });
  return served;
}

function unknownFlag(flag: string): PlainDecision {
  return {
    identified: false,
    flag,
    value: null,
    variant: null,
    reason: 'flag_not_found',
    experiment: null,
    phase: null,
  };
}
