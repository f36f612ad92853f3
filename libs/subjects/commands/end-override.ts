import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { CommandContext } from '../../event-sourcing/command-context.js';
import { CommandRunner, type Handled } from '../../event-sourcing/command-runner.js';
import { endOverride, overrideAggregate, overrideStream, type Override } from '../override.js';

export class EndOverride extends Command<Handled<Override | null>> {
  constructor(
    readonly context: CommandContext,
    readonly id: string,
  ) {
    super();
  }
}

@CommandHandler(EndOverride)
export class EndOverrideHandler implements ICommandHandler<EndOverride> {
  constructor(private readonly runner: CommandRunner) {}

  execute({ context, id }: EndOverride): Promise<Handled<Override | null>> {
    const stream = overrideStream(context.environment, id);
    return this.runner.run(overrideAggregate, stream, context, (state) => endOverride(state, id));
  }
}
