import { declareCommand, onStream } from '../../event-sourcing/declared-command.js';
import { notFound } from '../../primitives/refusal.js';
import { checkEventTypes } from '../check-event-types.js';
import {
  addVersion,
  archiveMetric,
  defineMetric,
  metricAggregate,
  metricStream,
  renameMetric,
  restoreMetric,
  type Direction,
} from '../metric.js';
import { termsFor, type TermFields } from '../metric-terms.js';
import type { MetricKind } from '../rule.js';
import { ruleOf, type RuleFields } from '../rule-fields.js';

interface Definition extends TermFields {
  readonly key: string;
  readonly name: string;
  readonly kind: MetricKind;
  readonly direction: Direction;
  readonly rule: RuleFields;
}

export const DefineMetric = declareCommand(
  'DefineMetric',
  async ({ metric }: { metric: Definition }, context, runner) => {
    const { key, name, kind, direction, rule: fields } = metric;
    const rule = ruleOf(kind, fields);
    const terms = { direction, rule, ...termsFor(rule, metric) };
    await checkEventTypes(runner, rule, fields);
    return runner.run(metricAggregate, metricStream(key), context, (state) =>
      defineMetric(state, { key, name, ...terms }),
    );
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
  /** Absent fields are as in the version before. */
  readonly changes: TermFields & {
    readonly kind?: MetricKind | undefined;
    readonly direction?: Direction | undefined;
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
    await checkEventTypes(runner, rule, changes.rule);
    return runner.run(metricAggregate, stream, context, (state) => {
      const before = state ?? known;
      const direction = changes.direction ?? before.direction;
      return addVersion(state, key, { direction, rule, ...termsFor(rule, changes, before) });
    });
  },
);

const ofKey = ({ key }: { readonly key: string }): string => metricStream(key);

export const ArchiveMetric = declareCommand(
  'ArchiveMetric',
  onStream(metricAggregate, ofKey, (state, { key }) => archiveMetric(state, key)),
);

export const RestoreMetric = declareCommand(
  'RestoreMetric',
  onStream(metricAggregate, ofKey, (state, { key }) => restoreMetric(state, key)),
);
