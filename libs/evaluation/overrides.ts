import { contains } from './audience.js';
import type { CompiledFlag } from './compiled-flag.js';
import type { Decision, EvaluationRequest } from './decision.js';
import type { OverrideSnapshot } from './snapshot.js';
import type { Recorder } from './trace.js';

// What an override decides is never counted.
const NO_VALUES: readonly number[] = [];

/** The first unexpired override: of the subject itself, then of the groups that contain it. */
export function overrideFor(
  { overrides }: CompiledFlag,
  request: EvaluationRequest,
  record: Recorder | undefined,
): OverrideSnapshot | undefined {
  if (overrides === null) return undefined;
  const { subjectId: subject, now } = request;
  const own = subject ? overrides.bySubject.get(subject)?.find(({ expiresAt }) => now < expiresAt) : undefined;
  const found =
    own ??
    overrides.byGroup.find(({ override, isMember }) => now < override.expiresAt && contains(isMember, request))
      ?.override;
  record?.({ step: 'override', override: found?.id ?? null });
  return found;
}

/** What an override serves. It is never counted as an assignment. */
export function overridden(
  flag: CompiledFlag,
  override: OverrideSnapshot,
  { subjectId: subject }: EvaluationRequest,
): Decision {
  const { variant, value, experiment } = override;
  const served = { flag: flag.byDefault.flag, value, variant, reason: 'override' } as const;
  if (experiment === null) return { identified: false, ...served, experiment: null, phase: null };
  const { id, key, phase } = experiment;
  const reference = { id, key };
  if (!subject) return { identified: false, ...served, experiment: reference, phase };
  return {
    identified: true,
    dimensionValues: NO_VALUES,
    ...served,
    experiment: reference,
    phase,
    subject,
    unit: subject,
    counted: false,
    exposesOnDecide: false,
  };
}
