import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { Json } from '../../event-store/index.js';
import { loadPins } from '../../experiments/index.js';
import type { CommandContext } from '../../platform/command-context.js';
import { CommandRunner, type Handled } from '../../platform/command-runner.js';
import { changeDefault, type FlagEnvironment } from '../flag.js';
import { changeInEnvironment } from './change-in-environment.js';

export class ChangeDefault extends Command<Handled<FlagEnvironment>> {
  constructor(
    readonly context: CommandContext,
    readonly key: string,
    readonly value: Json,
  ) {
    super();
  }
}

/** Another default ends every pin in the environment; the answer's state names them. */
@CommandHandler(ChangeDefault)
export class ChangeDefaultHandler implements ICommandHandler<ChangeDefault> {
  constructor(private readonly runner: CommandRunner) {}

  execute({ context, key, value }: ChangeDefault): Promise<Handled<FlagEnvironment>> {
    return changeInEnvironment(this.runner, context, key, async (flag, state) =>
      changeDefault(flag, value, await loadPins(this.runner, context.environment, state)),
    );
  }
}
