import { metricAggregate, metricStream } from '../metrics/index.js';
import type { CommandRunner } from '../platform/command-runner.js';
import { invalid } from '../platform/refusal.js';

interface Named {
  readonly metric?: string | undefined;
  readonly primaryMetric?: string | null | undefined;
  readonly metrics?: readonly string[] | undefined;
  readonly guardrails?: readonly { readonly metric: string }[] | undefined;
}

/** Every metric that the body names must exist. @throws Refusal `unknown_metric` with its pointer */
export async function checkMetricsExist(runner: CommandRunner, named: Named): Promise<void> {
  const pointers = new Map<string, string>();
  const note = (key: string | null | undefined, pointer: string): void => {
    if (key !== null && key !== undefined && !pointers.has(key)) pointers.set(key, pointer);
  };
  note(named.metric, '/metric');
  note(named.primaryMetric, '/primaryMetric');
  named.metrics?.forEach((key, index) => note(key, `/metrics/${index}`));
  named.guardrails?.forEach((guardrail, index) => note(guardrail.metric, `/guardrails/${index}/metric`));
  for (const [key, pointer] of pointers) {
    const metric = (await runner.load(metricAggregate, metricStream(key))).state;
    if (!metric) throw invalid('unknown_metric', `there is no metric ${key}`, pointer);
  }
}
