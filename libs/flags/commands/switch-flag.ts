import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { CommandContext } from '../../event-sourcing/command-context.js';
import { CommandRunner, type Handled } from '../../event-sourcing/command-runner.js';
import { disableFlag, enableFlag } from '../changing.js';
import type { FlagEnvironment } from '../flag.js';
import { changeInEnvironment } from './change-in-environment.js';

export class SwitchFlag extends Command<Handled<FlagEnvironment>> {
  constructor(
    readonly context: CommandContext,
    readonly key: string,
    readonly enabled: boolean,
  ) {
    super();
  }
}

@CommandHandler(SwitchFlag)
export class SwitchFlagHandler implements ICommandHandler<SwitchFlag> {
  constructor(private readonly runner: CommandRunner) {}

  execute({ context, key, enabled }: SwitchFlag): Promise<Handled<FlagEnvironment>> {
    return changeInEnvironment(this.runner, context, key, (_, state) =>
      enabled ? enableFlag(state) : disableFlag(state),
    );
  }
}
