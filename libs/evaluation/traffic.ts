import { BUCKETS, inTraffic } from './bucketing.js';
import type { CompiledExperiment, CompiledFlag, CompiledTraffic, Participation } from './compiled-flag.js';
import type { EvaluationRequest, Exclusion } from './decision.js';
import type { Recorder } from './trace.js';

/** Stands for "not held out": no experiment starts after it. */
export const NEVER = Infinity;

/**
 * The value that an experiment hashes: the subject, or its `bucketBy` attribute (a non-empty text or a number).
 * @returns undefined if the attributes lack it
 */
export function unitOf(
  { unit }: CompiledTraffic,
  subject: string,
  { attributes }: EvaluationRequest,
): string | undefined {
  if (unit === null) return subject;
  const value = unit(attributes);
  if (typeof value === 'number' && Number.isFinite(value)) return String(value);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** The time (epoch milliseconds) since which a subject is held out of the flag's experiments, or NEVER. */
export function heldOutSince(
  { holdouts }: CompiledFlag,
  subject: string,
  { now }: EvaluationRequest,
  record: Recorder | undefined,
): number {
  let since = NEVER;
  for (const { snapshot, buckets } of holdouts) {
    const { key, startsAt, endsAt, shareBuckets: share } = snapshot;
    const active = startsAt <= now && (endsAt === null || now < endsAt);
    const held = active && buckets.of(subject) < share;
    record?.({ step: 'holdout', holdout: key, active, bucket: buckets.of(subject), share, held });
    if (held && startsAt < since) since = startsAt;
  }
  return since;
}

/**
 * Why the experiment's traffic excludes the subject: its slot belongs to another experiment, older experiments use up
 * the participation limit, or its bucket is outside the traffic. Targeting and holdout are checked before, the freeze
 * after.
 * @returns undefined if the traffic includes the subject
 */
export function exclusionByTraffic(
  experiment: CompiledExperiment,
  subject: string,
  unit: string,
  request: EvaluationRequest,
  record: Recorder | undefined,
): Exclusion | undefined {
  const { domain, id, participation, traffic, trafficBuckets } = experiment;
  let owner: string | null = null;
  if (domain !== null) {
    const slot = domain.slot(subject);
    owner = domain.ownerOf(slot);
    record?.({ step: 'conflict_domain', domain: domain.key, slot, owner });
    if (owner !== null && owner !== id) return 'experiment_conflict';
  }
  if (participation !== null && exceeds(participation, id, subject, request, record)) return 'participation_limit';
  if (domain !== null) return owner === id ? undefined : 'traffic_excluded';
  const taken = isInBuckets(experiment, unit);
  record?.({ step: 'traffic', bucket: trafficBuckets.of(unit), traffic, taken });
  return taken ? undefined : 'traffic_excluded';
}

/** True if `limit` older experiments already have the subject in their traffic. */
function exceeds(
  { limit, experiments }: Participation,
  id: string,
  subject: string,
  request: EvaluationRequest,
  record: Recorder | undefined,
): boolean {
  const older: string[] | undefined = record && [];
  let count = 0;
  for (const experiment of experiments) {
    if (experiment.id === id || count >= limit) break;
    if (!isInTraffic(experiment, subject, request)) continue;
    count += 1;
    older?.push(experiment.id);
  }
  if (older) record?.({ step: 'participation_limit', limit, older });
  return count >= limit;
}

function isInTraffic(traffic: CompiledTraffic, subject: string, request: EvaluationRequest): boolean {
  const { domain, id } = traffic;
  if (domain !== null) return domain.ownerOf(domain.slot(subject)) === id;
  const unit = unitOf(traffic, subject, request);
  return unit !== undefined && isInBuckets(traffic, unit);
}

/** Full traffic needs no hash. */
const isInBuckets = ({ traffic, trafficBuckets }: CompiledTraffic, unit: string): boolean =>
  traffic === BUCKETS || inTraffic(trafficBuckets.of(unit), traffic);
