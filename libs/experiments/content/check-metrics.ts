import { metricAggregate, metricStream, type MetricKind, type VersionedMetric } from '../../metrics/index.js';
import type { CommandRunner } from '../../event-sourcing/command-runner.js';
import { invalid } from '../../primitives/refusal.js';
import type { MetricVersions } from './content.js';
import type { GuardrailUnit } from './content.events.js';

/** Kinds whose numerator counts events or subjects, so that a subject's failure can count once. */
const COUNTED_BY_SUBJECT: readonly MetricKind[] = ['ratio', 'conversion', 'count'];

interface Named {
  readonly metric?: string | undefined;
  /** The unit of a guardrail on that metric. */
  readonly per?: GuardrailUnit | undefined;
  readonly primaryMetric?: string | null | undefined;
  readonly metrics?: readonly string[] | undefined;
  readonly guardrails?: readonly { readonly metric: string; readonly per?: GuardrailUnit | undefined }[] | undefined;
}

/** The current version of every metric that the body names. @throws Refusal `unknown_metric` with its pointer */
export async function versionsOfNamed(runner: CommandRunner, named: Named): Promise<MetricVersions> {
  const pointers = new Map<string, string>();
  const note = (key: string | null | undefined, pointer: string): void => {
    if (key !== null && key !== undefined && !pointers.has(key)) pointers.set(key, pointer);
  };
  note(named.metric, '/metric');
  note(named.primaryMetric, '/primaryMetric');
  named.metrics?.forEach((key, index) => note(key, `/metrics/${index}`));
  named.guardrails?.forEach((guardrail, index) => note(guardrail.metric, `/guardrails/${index}/metric`));
  const found = await loadMetrics(runner, pointers.keys());
  for (const [key, pointer] of pointers) {
    if (!found.has(key)) throw invalid('unknown_metric', `there is no metric ${key}`, pointer);
  }
  const checkUnit = (metric: string | undefined, per: GuardrailUnit | undefined, pointer: string): void => {
    const kind = found.get(metric ?? '')?.rule.kind;
    if (per !== 'subject' || kind === undefined || COUNTED_BY_SUBJECT.includes(kind)) return;
    throw invalid('not_by_subject', `a ${kind} has no failures to count once per subject`, pointer);
  };
  checkUnit(named.metric, named.per, '/per');
  named.guardrails?.forEach(({ metric, per }, index) => checkUnit(metric, per, `/guardrails/${index}/per`));
  return Object.fromEntries([...found].map(([key, metric]) => [key, metric.version]));
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
