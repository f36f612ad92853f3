import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { CommandContext } from '../../event-sourcing/command-context.js';
import { CommandRunner, type Handled } from '../../event-sourcing/command-runner.js';
import { versionsOfNamed } from '../content/check-metrics.js';
import type { GuardrailDraft } from '../content/content.js';
import { attachGuardrail } from '../drafting.js';
import { experimentAggregate } from '../experiment-aggregate.js';
import type { Experiment } from '../experiment.js';
import { experimentStream } from '../experiment.events.js';

export class AttachGuardrail extends Command<Handled<Experiment | null>> {
  constructor(
    readonly context: CommandContext,
    readonly id: string,
    readonly guardrail: GuardrailDraft,
  ) {
    super();
  }
}

@CommandHandler(AttachGuardrail)
export class AttachGuardrailHandler implements ICommandHandler<AttachGuardrail> {
  constructor(private readonly runner: CommandRunner) {}

  execute({ context, id, guardrail }: AttachGuardrail): Promise<Handled<Experiment | null>> {
    const stream = experimentStream(context.environment, id);
    return this.runner.run(experimentAggregate, stream, context, async (state) => {
      // First whether it may be done at all, then whether the metric is there.
      attachGuardrail(state, id, context.actor, guardrail, {});
      const versions = await versionsOfNamed(this.runner, { metric: guardrail.metric, per: guardrail.per });
      return attachGuardrail(state, id, context.actor, guardrail, versions);
    });
  }
}
