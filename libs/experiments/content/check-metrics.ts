import { atVersion, metricAggregate, metricStream, type VersionedMetric } from '../../metrics/index.js';
import type { CommandRunner } from '../../event-sourcing/command-runner.js';
import type { Decimal } from '../../primitives/decimal.js';
import { own } from '../../primitives/own.js';
import { invalid, Refusal } from '../../primitives/refusal.js';
import type { MetricVersions } from './content.js';
import type { GuardrailUnit } from './content.events.js';
import { checkThreshold, countsFailures } from './threshold.js';

interface NamedGuardrail {
  readonly metric: string;
  readonly per?: GuardrailUnit | undefined;
  readonly threshold?: Decimal | undefined;
}

/** The metrics that a body names; with a threshold, the body is itself a guardrail. */
export interface Named extends Partial<NamedGuardrail> {
  readonly primaryMetric?: string | null | undefined;
  readonly metrics?: readonly (string | { readonly metric: string })[] | undefined;
  readonly guardrails?: readonly NamedGuardrail[] | undefined;
}

/**
 * The current version of every metric that the body names.
 * @param attached versions that the guardrails keep; others take the current one
 * @param kept those that the experiment has already, which may be archived
 * @throws Refusal `unknown_metric`, `metric_archived`, `not_by_subject`, `impossible_threshold` with its pointer
 */
export async function versionsOfNamed(
  runner: CommandRunner,
  named: Named,
  attached: MetricVersions = {},
  kept: MetricVersions = attached,
): Promise<MetricVersions> {
  const pointers = pointersOfNamed(named);
  const found = await loadMetrics(runner, pointers.keys());
  for (const [key, pointer] of pointers) {
    const metric = found.get(key);
    if (!metric) throw invalid('unknown_metric', `there is no metric ${key}`, pointer);
    if (metric.archived && own(kept, key) === undefined) {
      throw new Refusal('conflict', 'metric_archived', `the metric ${key} is archived`, pointer);
    }
  }
  for (const { guardrail, pointer } of guardrailsIn(named)) {
    const metric = found.get(guardrail.metric);
    if (metric) checkGuardrail(guardrail, metric, own(attached, metric.key) ?? metric.version, pointer);
  }
  return Object.fromEntries([...found].map(([key, metric]) => [key, metric.version]));
}

/** Where the body first names each metric, as JSON pointers. */
export function pointersOfNamed(named: Named): ReadonlyMap<string, string> {
  const pointers = new Map<string, string>();
  const note = (key: string | null | undefined, pointer: string): void => {
    if (key !== null && key !== undefined && !pointers.has(key)) pointers.set(key, pointer);
  };
  note(named.metric, '/metric');
  note(named.primaryMetric, '/primaryMetric');
  named.metrics?.forEach((each, index) => note(typeof each === 'string' ? each : each.metric, `/metrics/${index}`));
  named.guardrails?.forEach((guardrail, index) => note(guardrail.metric, `/guardrails/${index}/metric`));
  return pointers;
}

function guardrailsIn(named: Named): { readonly guardrail: NamedGuardrail; readonly pointer: string }[] {
  const { metric, per, threshold, guardrails = [] } = named;
  const listed = guardrails.map((guardrail, index) => ({ guardrail, pointer: `/guardrails/${index}` }));
  if (metric === undefined || threshold === undefined) return listed;
  return [{ guardrail: { metric, per, threshold }, pointer: '' }, ...listed];
}

function checkGuardrail(guardrail: NamedGuardrail, metric: VersionedMetric, version: number, pointer: string): void {
  const { rule } = atVersion(metric, version);
  if (guardrail.per === 'subject' && !countsFailures(rule)) {
    throw invalid('not_by_subject', `a ${rule.kind} has no failures to count once per subject`, `${pointer}/per`);
  }
  if (guardrail.threshold !== undefined) checkThreshold(guardrail.threshold, rule, `${pointer}/threshold`);
}

/** Loads the metrics from their streams; keys that do not exist are left out. */
export async function loadMetrics(
  runner: CommandRunner,
  keys: Iterable<string>,
): Promise<Map<string, VersionedMetric>> {
  const found = new Map<string, VersionedMetric>();
  for (const key of new Set(keys)) {
    const metric = (await runner.load(metricAggregate, metricStream(key))).state;
    if (metric) found.set(key, metric);
  }
  return found;
}
