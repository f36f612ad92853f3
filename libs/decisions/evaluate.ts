import { pickVariant } from './bucketing.js';
import type { CompiledExperiment, CompiledFlag, CompiledPin, CompiledRule } from './compiled.js';
import type { Asked, Decision, Exclusion, IdentifiedDecision, PlainDecision, Reason } from './decision.js';
import { exclusionByTraffic, heldOutSince, NEVER, unitOf } from './live-experiment.js';
import type { OverrideSnapshot, PinSnapshot, VariantSnapshot } from './snapshot.js';
import type { Recorder } from './trace.js';

const REASON_OF_PIN = { rollout: 'rolled_out', rollback: 'rolled_back' } as const satisfies Record<
  PinSnapshot['kind'],
  Reason
>;

/**
 * Decides a flag for a subject: unknown → disabled → override → live experiment (paused → targeting → holdout → conflict
 * domain → participation limit → traffic → frozen → variant) → pins → rules → default. Deterministic; never waits.
 * @param flag undefined where there is no flag of that key
 * @param record hears of each step
 */
export function evaluate(flag: CompiledFlag | undefined, flagKey: string, asked: Asked, record?: Recorder): Decision {
  record?.({ step: 'flag', found: flag !== undefined });
  if (flag === undefined) return unknownFlag(flagKey);
  const { enabled } = flag;
  record?.({ step: 'enabled', enabled });
  if (!enabled) return byDefault(flag, 'flag_disabled');
  const override = overrideFor(flag, asked, record);
  if (override !== undefined) return overridden(flag, override, asked);
  const { experiment } = flag;
  record?.({ step: 'experiment', experiment: experiment && experiment.reference });
  return experiment === null ? withoutExperiment(flag, asked, record) : byExperiment(flag, experiment, asked, record);
}

/** The experiment's own order of questions; the first that says no gives the reason. */
function byExperiment(
  flag: CompiledFlag,
  experiment: CompiledExperiment,
  asked: Asked,
  record: Recorder | undefined,
): Decision {
  const { paused, audience, unitPath, isEnrolled, disabledArms } = experiment;
  const { subjectId: subject } = asked;
  record?.({ step: 'paused', paused });
  if (paused) return excluded(flag, experiment, 'experiment_paused', asked, record);
  const holds = audience === null || audience(asked.attributes, subject ?? undefined);
  record?.({ step: 'targeting', holds });
  if (!holds) return excluded(flag, experiment, 'not_targeted', asked, record);
  record?.({ step: 'subject', found: Boolean(subject) });
  if (!subject) return excluded(flag, experiment, 'missing_subject', asked, record);
  const unit = unitOf(experiment, subject, asked);
  if (unitPath !== null) record?.({ step: 'unit', bucketBy: unitPath.join('.'), found: unit !== undefined });
  // It is for those who have what it buckets by.
  if (unit === undefined) return excluded(flag, experiment, 'not_targeted', asked, record);
  const heldSince = heldOutSince(flag, subject, asked, record);
  if (heldSince !== NEVER) return excluded(flag, experiment, 'holdout', asked, record, heldSince);
  const exclusion = exclusionByTraffic(experiment, subject, unit, asked, record);
  if (exclusion !== undefined) return excluded(flag, experiment, exclusion, asked, record, heldSince);
  if (isEnrolled !== null) {
    const enrolled = isEnrolled(unit);
    record?.({ step: 'frozen', enrolled });
    if (!enrolled) return excluded(flag, experiment, 'enrolment_frozen', asked, record, heldSince);
  }
  const bucket = experiment.variantBuckets.of(unit);
  const variant = pickVariant(bucket, experiment.variants);
  const armDisabled = disabledArms !== null && disabledArms.includes(variant.key);
  record?.({ step: 'variant', bucket, variant: variant.key, armDisabled });
  return armDisabled ? disabled(flag, experiment, variant) : assigned(flag, experiment, variant, subject, unit);
}

function assigned(
  flag: CompiledFlag,
  { snapshot, reference }: CompiledExperiment,
  variant: VariantSnapshot,
  subject: string,
  unit: string,
): IdentifiedDecision {
  return {
    identified: true,
    flag: flag.snapshot.key,
    value: variant.value,
    variant: variant.key,
    reason: 'experiment_assigned',
    experiment: reference,
    phase: snapshot.phase,
    subject,
    unit,
    counted: true,
    exposesOnDecide: snapshot.exposure === 'on_decide',
  };
}

/** Control's value for a subject of a disabled arm, which is never counted as control. */
function disabled(
  flag: CompiledFlag,
  { snapshot, reference, control }: CompiledExperiment,
  arm: VariantSnapshot,
): PlainDecision {
  return {
    identified: false,
    flag: flag.snapshot.key,
    value: control.value,
    variant: arm.key,
    reason: 'arm_disabled',
    experiment: reference,
    phase: snapshot.phase,
  };
}

/** What the flag serves without the experiment; the experiment explains a default, and always a missing subject. */
function excluded(
  flag: CompiledFlag,
  { snapshot, reference }: CompiledExperiment,
  reason: Exclusion,
  asked: Asked,
  record: Recorder | undefined,
  heldSince?: number,
): PlainDecision {
  record?.({ step: 'excluded', reason });
  const served = withoutExperiment(flag, asked, record, heldSince);
  if (served.reason !== 'default' && reason !== 'missing_subject') return served;
  const { value, variant } = served;
  return {
    identified: false,
    flag: flag.snapshot.key,
    value,
    variant,
    reason,
    experiment: reference,
    phase: snapshot.phase,
  };
}

function withoutExperiment(
  flag: CompiledFlag,
  asked: Asked,
  record: Recorder | undefined,
  heldSince?: number,
): PlainDecision {
  const pin = flag.pins.length === 0 ? undefined : pinFor(flag, asked, record, heldSince);
  if (pin !== undefined) return pinned(flag, pin);
  const { rules } = flag;
  for (let index = 0; index < rules.length; index += 1) {
    const rule = rules[index];
    if (rule === undefined) continue;
    const holds = rule.holds(asked.attributes, asked.subjectId ?? undefined);
    record?.({ step: 'rule', index, name: rule.name, holds });
    if (holds) return byRule(flag, rule, asked, record);
  }
  return byDefault(flag, 'default', record);
}

/** The newest pin whose audience the subject is in, and that no holdout keeps from it. */
function pinFor(
  flag: CompiledFlag,
  asked: Asked,
  record: Recorder | undefined,
  known: number | undefined,
): CompiledPin | undefined {
  const { subjectId: subject, attributes } = asked;
  const heldSince = known ?? (subject ? heldOutSince(flag, subject, asked, record) : NEVER);
  for (const pin of flag.pins) {
    const held = pin.snapshot.startedAt > heldSince;
    const holds = pin.audience === null || pin.audience(attributes, subject ?? undefined);
    record?.({ step: 'pin', experiment: pin.reference, held, holds });
    if (!held && holds) return pin;
  }
  return undefined;
}

function pinned(flag: CompiledFlag, { snapshot, reference }: CompiledPin): PlainDecision {
  return {
    identified: false,
    flag: flag.snapshot.key,
    value: snapshot.value,
    variant: snapshot.variant,
    reason: REASON_OF_PIN[snapshot.kind],
    experiment: reference,
    phase: null,
  };
}

function byRule(
  flag: CompiledFlag,
  { serve }: CompiledRule,
  { subjectId: subject }: Asked,
  record: Recorder | undefined,
): PlainDecision {
  if (serve.kind === 'variant') return ruled(flag, serve, 'rule_match');
  if (!subject) return byDefault(flag, 'missing_subject', record);
  const bucket = serve.buckets.of(subject);
  const share = pickVariant(bucket, serve.shares);
  record?.({ step: 'split', bucket, variant: share.variant });
  return ruled(flag, share, 'rule_split');
}

function ruled(
  flag: CompiledFlag,
  { variant, value }: Pick<Extract<CompiledRule['serve'], { kind: 'variant' }>, 'variant' | 'value'>,
  reason: 'rule_match' | 'rule_split',
): PlainDecision {
  return { identified: false, flag: flag.snapshot.key, value, variant, reason, experiment: null, phase: null };
}

/** The first that has not expired: of the subject's own, then of the groups that it is in. */
function overrideFor(
  { overrides }: CompiledFlag,
  asked: Asked,
  record: Recorder | undefined,
): OverrideSnapshot | undefined {
  if (overrides === null) return undefined;
  const { subjectId: subject, attributes, now } = asked;
  const own = subject ? overrides.bySubject.get(subject)?.find(({ expiresAt }) => now < expiresAt) : undefined;
  const found =
    own ??
    overrides.byGroup.find(
      ({ override, isMember }) => now < override.expiresAt && isMember(attributes, subject ?? undefined),
    )?.override;
  record?.({ step: 'override', override: found?.id ?? null });
  return found;
}

function overridden(flag: CompiledFlag, override: OverrideSnapshot, { subjectId: subject }: Asked): Decision {
  const { variant, value, experiment } = override;
  const served = { flag: flag.snapshot.key, value, variant, reason: 'override' } as const;
  if (experiment === null) return { identified: false, ...served, experiment: null, phase: null };
  const { id, key, phase } = experiment;
  const reference = { id, key };
  if (!subject) return { identified: false, ...served, experiment: reference, phase };
  return {
    identified: true,
    ...served,
    experiment: reference,
    phase,
    subject,
    unit: subject,
    counted: false,
    exposesOnDecide: false,
  };
}

function byDefault(
  { snapshot }: CompiledFlag,
  reason: 'default' | 'flag_disabled' | 'missing_subject',
  record?: Recorder,
): PlainDecision {
  const { key, defaultValue, defaultVariant } = snapshot;
  record?.({ step: 'default', variant: defaultVariant });
  return {
    identified: false,
    flag: key,
    value: defaultValue,
    variant: defaultVariant,
    reason,
    experiment: null,
    phase: null,
  };
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
