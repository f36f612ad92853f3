import { declareCommand, onStream } from '../../event-sourcing/declared-command.js';
import { notFound } from '../../primitives/refusal.js';
import { checkEventTypes } from '../check-event-types.js';
import {
  addVersion,
  defineMetric,
  metricAggregate,
  metricStream,
  renameMetric,
  type Direction,
  type Metric,
  type MetricKind,
} from '../metric.js';
import { ruleOf, type RuleFields } from '../rule-fields.js';

export const DefineMetric = declareCommand(
  'DefineMetric',
  async ({ metric }: { metric: Omit<Metric, 'version'> }, context, runner) => {
    await checkEventTypes(runner, metric.rule);
    return runner.run(metricAggregate, metricStream(metric.key), context, (state) => defineMetric(state, metric));
  },
);

export const RenameMetric = declareCommand(
  'RenameMetric',
  onStream(
    metricAggregate,
    ({ key }: { key: string; name: string }) => metricStream(key),
    (state, { key, name }) => renameMetric(state, key, name),
  ),
);

interface NewVersion {
  readonly key: string;
  readonly changes: {
    readonly kind: MetricKind | undefined;
    readonly direction: Direction | undefined;
    readonly rule: RuleFields;
  };
}

export const AddMetricVersion = declareCommand(
  'AddMetricVersion',
  async ({ key, changes }: NewVersion, context, runner) => {
    const stream = metricStream(key);
    const known = (await runner.load(metricAggregate, stream)).state;
    if (!known) throw notFound('metric', key);
    const rule = ruleOf(changes.kind ?? known.rule.kind, changes.rule);
    await checkEventTypes(runner, rule);
    return runner.run(metricAggregate, stream, context, (state) =>
      addVersion(state, key, { direction: changes.direction, rule }),
    );
  },
);
