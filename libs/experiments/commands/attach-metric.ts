import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { CommandRunner, type Handled } from '../../event-sourcing/command-runner.js';
import { commandWith } from '../../event-sourcing/declared-command.js';
import { checkMeasurable } from '../content/check-measurable.js';
import { versionsOfNamed } from '../content/check-metrics.js';
import { existing } from '../content/checks.js';
import { checkCounted, reserveCounted } from '../starting/counted-types.js';
import { attachMetric, type Terms } from '../attaching.js';
import { experimentAggregate } from '../experiment-aggregate.js';
import type { Experiment } from '../experiment.js';
import { experimentStream } from '../experiment.events.js';
import type { OfExperiment } from './on-experiment.js';

interface MetricToAttach extends OfExperiment, Terms {
  readonly metric: string;
}

export class AttachMetric extends commandWith<MetricToAttach, Handled<Experiment | null>>() {}

@CommandHandler(AttachMetric)
export class AttachMetricHandler implements ICommandHandler<AttachMetric> {
  constructor(private readonly runner: CommandRunner) {}

  execute({ context, id, metric, role, margin }: AttachMetric): Promise<Handled<Experiment | null>> {
    const stream = experimentStream(context.environment, id);
    return this.runner.run(experimentAggregate, stream, context, async (state) => {
      const terms = { role, margin };
      // First whether it may be done at all, then whether the metric is there.
      attachMetric(state, id, context.actor, metric, {}, terms);
      const versions = await versionsOfNamed(this.runner, { metric }, {}, state?.metricVersions);
      const events = attachMetric(state, id, context.actor, metric, versions, terms);
      const experiment = existing(state, id);
      await checkMeasurable(this.runner, { metric }, experiment, events);
      // Past draft it stays for good, so it must not keep the experiment from its start.
      const awaitsStart = experiment.status === 'in_review' || experiment.status === 'approved';
      if (awaitsStart) await checkCounted(this.runner, { metricVersions: versions });
      await reserveCounted(this.runner, experiment, events, context);
      return events;
    });
  }
}
