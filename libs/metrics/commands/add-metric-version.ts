import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { CommandContext } from '../../event-sourcing/command-context.js';
import { CommandRunner, type Handled } from '../../event-sourcing/command-runner.js';
import { notFound } from '../../primitives/refusal.js';
import { checkEventTypes } from '../check-event-types.js';
import {
  addVersion,
  metricAggregate,
  metricStream,
  type Direction,
  type MetricKind,
  type VersionedMetric,
} from '../metric.js';
import { ruleOf, type RuleFields } from '../rule-fields.js';

export class AddMetricVersion extends Command<Handled<VersionedMetric | null>> {
  constructor(
    readonly context: CommandContext,
    readonly key: string,
    readonly changes: {
      readonly kind: MetricKind | undefined;
      readonly direction: Direction | undefined;
      readonly rule: RuleFields;
    },
  ) {
    super();
  }
}

@CommandHandler(AddMetricVersion)
export class AddMetricVersionHandler implements ICommandHandler<AddMetricVersion> {
  constructor(private readonly runner: CommandRunner) {}

  async execute({ context, key, changes }: AddMetricVersion): Promise<Handled<VersionedMetric | null>> {
    const stream = metricStream(key);
    const known = (await this.runner.load(metricAggregate, stream)).state;
    if (!known) throw notFound('metric', key);
    const rule = ruleOf(changes.kind ?? known.rule.kind, changes.rule);
    await checkEventTypes(this.runner, rule);
    return this.runner.run(metricAggregate, stream, context, (state) =>
      addVersion(state, key, { direction: changes.direction, rule }),
    );
  }
}
