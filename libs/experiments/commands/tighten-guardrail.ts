import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { Direction } from '../../metrics/index.js';
import type { CommandContext } from '../../platform/command-context.js';
import { CommandRunner, type Handled } from '../../platform/command-runner.js';
import { loadMetrics } from '../check-metrics.js';
import { experimentAggregate, type Experiment } from '../experiment.js';
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
      const directionOf = (metric: string): Direction | undefined => metrics.get(metric)?.direction;
      return tightenGuardrail(state, id, context.actor, change, directionOf, comment);
    });
  }
}
