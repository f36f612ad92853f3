import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { atVersion, type Direction } from '../../metrics/index.js';
import type { CommandContext } from '../../event-sourcing/command-context.js';
import { CommandRunner, type Handled } from '../../event-sourcing/command-runner.js';
import { own } from '../../primitives/own.js';
import { loadMetrics } from '../content/check-metrics.js';
import { experimentAggregate } from '../experiment-aggregate.js';
import type { Experiment } from '../experiment.js';
import { experimentStream } from '../experiment.events.js';
import { tightenGuardrail } from '../narrowing.js';

export class TightenGuardrail extends Command<Handled<Experiment | null>> {
  constructor(
    readonly context: CommandContext,
    readonly id: string,
    readonly change: { readonly guardrail: string; readonly threshold: string },
    readonly comment: string | null,
  ) {
    super();
  }
}

@CommandHandler(TightenGuardrail)
export class TightenGuardrailHandler implements ICommandHandler<TightenGuardrail> {
  constructor(private readonly runner: CommandRunner) {}

  execute({ context, id, change, comment }: TightenGuardrail): Promise<Handled<Experiment | null>> {
    const stream = experimentStream(context.environment, id);
    return this.runner.run(experimentAggregate, stream, context, async (state) => {
      const metrics = await loadMetrics(this.runner, state?.guardrails.map((guardrail) => guardrail.metric) ?? []);
      // At the version that was attached: a newer one may point the other way.
      const directionOf = (key: string): Direction | undefined => {
        const metric = metrics.get(key);
        return metric && atVersion(metric, own(state?.metricVersions ?? {}, key) ?? metric.version).direction;
      };
      return tightenGuardrail(state, id, context.actor, change, directionOf, comment);
    });
  }
}
