import type { Decimal } from '../../primitives/decimal.js';
import { invalid } from '../../primitives/refusal.js';
import type { AttachedMetric, Content, MetricRole } from './content.events.js';
import { checkMargin } from './margin.js';

/** A metric in a request. Without role and margin it says the same as its key alone. */
export interface MetricDraft {
  readonly metric: string;
  readonly role?: MetricRole | undefined;
  readonly margin?: Decimal | null | undefined;
}

/** The metrics that a request names; an absent field stays as it is. */
export interface MetricChanges {
  readonly primaryMetric?: string | null | undefined;
  /** The complete list. A key alone leaves the role and margin of its metric as they are. */
  readonly metrics?: readonly (string | MetricDraft)[] | undefined;
}

export type Metrics = Pick<Content, 'primaryMetric' | 'metrics' | 'attachments'>;

export const NO_METRICS: Metrics = { primaryMetric: null, metrics: [], attachments: [] };

/** Every metric of an experiment with its role and margin, in the order of `metrics`. */
export function attachedOf({ primaryMetric, metrics, attachments }: Metrics): AttachedMetric[] {
  return metrics.map((metric) => {
    const { role, margin } = attachments.find((each) => each.metric === metric) ?? { role: 'secondary', margin: null };
    if (metric === primaryMetric) return { metric, role: 'primary', margin };
    return { metric, role: role === 'guard' ? 'guard' : 'secondary', margin };
  });
}

/**
 * The metrics after the changes: each once, the primary one first.
 * @throws Refusal `primary_conflict`, `duplicate_key`, `out_of_range` with its pointer
 */
export function metricsAfter(changes: MetricChanges, before: Metrics): Metrics {
  const drafts = changes.metrics?.map((each) => (typeof each === 'string' ? { metric: each } : each));
  checkNamedOnce(drafts ?? []);
  const primaryMetric = primaryOf(drafts ?? [], changes.primaryMetric, before.primaryMetric);
  const named = drafts?.map(({ metric }) => metric) ?? before.metrics;
  const metrics = [...new Set([...(primaryMetric === null ? [] : [primaryMetric]), ...named])];
  const attachments = (drafts ?? []).flatMap((draft, index) => attachmentOf(draft, before, `/metrics/${index}`));
  return withAttachments({ primaryMetric, metrics, attachments: before.attachments }, attachments);
}

/** The metrics with these roles and margins instead of their own; what says nothing of its own is left out. */
export function withAttachments(before: Metrics, changed: readonly AttachedMetric[]): Metrics {
  const { primaryMetric, metrics } = before;
  const named = new Set(changed.map(({ metric }) => metric));
  const kept = before.attachments.filter(({ metric }) => !named.has(metric));
  const attached = attachedOf({ primaryMetric, metrics, attachments: [...kept, ...changed] });
  const attachments = attached.filter(({ role, margin }) => role === 'guard' || margin !== null);
  return { primaryMetric, metrics, attachments };
}

/** The role and margin that a draft gives its metric; none if it is no more than a key. */
export function attachmentOf({ metric, role, margin }: MetricDraft, before: Metrics, at: string): AttachedMetric[] {
  if (role === undefined && margin === undefined) return [];
  if (margin !== null && margin !== undefined) checkMargin(margin, `${at}/margin`);
  const known = before.attachments.find((each) => each.metric === metric)?.role ?? 'secondary';
  return [{ metric, role: role ?? known, margin: margin ?? null }];
}

function checkNamedOnce(drafts: readonly MetricDraft[]): void {
  drafts.forEach(({ metric }, index) => {
    const others = drafts.filter((each, n) => n < index && each.metric === metric);
    const all = [...others, drafts[index]];
    if (others.length === 0 || all.every((each) => each?.role === undefined && each?.margin === undefined)) return;
    throw invalid('duplicate_key', `the metric ${metric} is named twice`, `/metrics/${index}`);
  });
}

/** The primary metric by the field of that name, or by the metric of that role. */
function primaryOf(
  drafts: readonly MetricDraft[],
  named: string | null | undefined,
  before: string | null,
): string | null {
  const byRole = drafts.find(({ role }) => role === 'primary')?.metric;
  const primary = named === undefined ? (byRole ?? before) : named;
  drafts.forEach(({ metric, role }, index) => {
    if (role === undefined || (role === 'primary') === (metric === primary)) return;
    const why = primary === null ? 'the experiment has no primary metric' : `the primary metric is ${primary}`;
    throw invalid('primary_conflict', why, `/metrics/${index}/role`);
  });
  return primary;
}
