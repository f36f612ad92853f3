import { semanticsOf } from '../../evaluation/index.js';
import { hashOf } from '../../primitives/canonical-json.js';
import type { Content, Guardrail } from './content.events.js';
import { versionsFor } from './content.js';

/** Content that uses what this shape brought is hashed with it; all other content as before there were shapes. */
const SHAPE = 2;

/** SHA-256 of the content that approvers vote on: without the actual traffic and metrics added after draft. */
export function contentHash(content: Content & { readonly addedMetrics?: readonly string[] }): string {
  const { flag, variants, trafficMax, hypothesis, primaryMetric, guardrails, schedule, addedMetrics = [] } = content;
  const { targeting, bucketBy, exposure, conflictDomain, priority, planned, dimensions } = content;
  const metrics = content.metrics.filter((key) => !addedMetrics.includes(key));
  const attachments = content.attachments.filter(({ metric }) => !addedMetrics.includes(metric));
  const metricVersions = versionsFor({ metrics, guardrails }, content.metricVersions, {});
  const semantics = semanticsOf(content);
  const common = {
    // Left out of hashes that were made before there were others.
    ...(semantics !== 1 && { semantics }),
    flag,
    variants,
    targeting,
    bucketBy,
    exposure,
    trafficMax,
    hypothesis,
    primaryMetric,
    metrics,
    metricVersions,
    schedule,
    conflictDomain,
    priority,
  };
  const isOfBefore =
    attachments.length === 0 &&
    planned === null &&
    dimensions.length === 0 &&
    guardrails.every(({ kind }) => kind === 'threshold');
  return isOfBefore
    ? hashOf({ ...common, guardrails: guardrails.map(withoutKind) })
    : hashOf({ ...common, shape: SHAPE, guardrails: guardrails.map(hashed), attachments, planned, dimensions });
}

function withoutKind(guardrail: Guardrail) {
  const { kind: _, ...rest } = hashed(guardrail);
  return rest;
}

/** A guardrail that judges servers alone is hashed as before there were others. */
function hashed({ sources, ...guardrail }: Guardrail) {
  return sources === 'server' ? guardrail : { ...guardrail, sources };
}

/** SHA-256 of the live state: the content's hash, the disabled arms and whether enrolment is frozen. */
export function liveHashOf(live: {
  readonly contentHash: string | null;
  readonly disabledArms: readonly string[];
  readonly frozenAt: string | null;
}): string {
  const { contentHash: content, disabledArms, frozenAt } = live;
  return hashOf({ content, disabledArms: [...disabledArms].sort(), frozen: frozenAt !== null });
}
