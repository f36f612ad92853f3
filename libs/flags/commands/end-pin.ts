import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { CommandContext } from '../../event-sourcing/command-context.js';
import { CommandRunner, type Handled } from '../../event-sourcing/command-runner.js';
import { adoptPin, liftPin } from '../changing.js';
import { FlagExperiments } from '../flag-experiments.js';
import type { FlagEnvironment } from '../flag.js';
import { changeInEnvironment } from './change-in-environment.js';

/** Ends the pin that an experiment left: adopted as the environment's default, or lifted. */
export class EndPin extends Command<Handled<FlagEnvironment>> {
  constructor(
    readonly context: CommandContext,
    readonly key: string,
    readonly experiment: string,
    readonly how: 'adopt' | 'lift',
  ) {
    super();
  }
}

@CommandHandler(EndPin)
export class EndPinHandler implements ICommandHandler<EndPin> {
  constructor(
    private readonly runner: CommandRunner,
    private readonly experiments: FlagExperiments,
  ) {}

  execute({ context, key, experiment, how }: EndPin): Promise<Handled<FlagEnvironment>> {
    const end = how === 'adopt' ? adoptPin : liftPin;
    return changeInEnvironment(this.runner, context, key, async (flag, state) =>
      end(flag, await this.experiments.pins(context.environment, state), experiment),
    );
  }
}
