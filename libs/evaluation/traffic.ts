import { BUCKETS, inTraffic } from './bucketing.js';
import type { CompiledExperiment, CompiledFlag, CompiledTraffic, Participation } from './compiled-flag.js';
import type { EvaluationRequest, Exclusion } from './decision.js';
import { valueAt } from './targeting/compile-condition.js';
import type { Recorder } from './trace.js';

/** Since when a subject is held out that is not: no experiment starts after that. */
export const NEVER = Infinity;

/**
 * What an experiment hashes: the subject, or the attribute that it buckets by, a text that is not empty or a number.
 * @returns undefined where the attributes have none
 */
export function unitOf(
  { unitPath }: CompiledTraffic,
  subject: string,
  { attributes }: EvaluationRequest,
): string | undefined {
  if (unitPath === null) return subject;
  const value = valueAt(attributes, unitPath);
  if (typeof value === 'number' && Number.isFinite(value)) return String(value);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** Since when (epoch milliseconds) a subject is held out of the flag's experiments; NEVER where it is not. */
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
 * Why the experiment's traffic does not take the subject: another experiment's slot, too many older experiments, its own
 * share. Targeting and holdout come before, the freeze after.
 * @returns undefined where it does
 */
export function exclusionByTraffic(
  experiment: CompiledExperiment,
  subject: string,
  unit: string,
  asked: EvaluationRequest,
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
  if (participation !== null && exceeds(participation, id, subject, asked, record)) return 'participation_limit';
  if (domain !== null) return owner === id ? undefined : 'traffic_excluded';
  const taken = isInBuckets(experiment, unit);
  record?.({ step: 'traffic', bucket: trafficBuckets.of(unit), traffic, taken });
  return taken ? undefined : 'traffic_excluded';
}

/** True where as many experiments as a subject may be in, all older than this one, have it in their traffic. */
function exceeds(
  { limit, experiments }: Participation,
  id: string,
  subject: string,
  asked: EvaluationRequest,
  record: Recorder | undefined,
): boolean {
  const older: string[] | undefined = record && [];
  let count = 0;
  for (const experiment of experiments) {
    if (experiment.id === id || count >= limit) break;
    if (!isInTraffic(experiment, subject, asked)) continue;
    count += 1;
    older?.push(experiment.id);
  }
  if (older) record?.({ step: 'participation_limit', limit, older });
  return count >= limit;
}

function isInTraffic(traffic: CompiledTraffic, subject: string, asked: EvaluationRequest): boolean {
  const { domain, id } = traffic;
  if (domain !== null) return domain.ownerOf(domain.slot(subject)) === id;
  const unit = unitOf(traffic, subject, asked);
  return unit !== undefined && isInBuckets(traffic, unit);
}

/** Where everybody is in, nobody is hashed. */
const isInBuckets = ({ traffic, trafficBuckets }: CompiledTraffic, unit: string): boolean =>
  traffic === BUCKETS || inTraffic(trafficBuckets.of(unit), traffic);
