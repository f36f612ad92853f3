import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { loadPins } from '../../experiments/index.js';
import type { CommandContext } from '../../platform/command-context.js';
import { CommandRunner, type Handled } from '../../platform/command-runner.js';
import {
  adoptPin,
  changeable,
  flagAggregate,
  flagEnvironmentAggregate,
  liftPin,
  type FlagEnvironment,
} from '../flag.js';
import { flagEnvironmentStream, flagStream } from '../flag.events.js';

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
  constructor(private readonly runner: CommandRunner) {}

  async execute({ context, key, experiment, how }: EndPin): Promise<Handled<FlagEnvironment>> {
    const end = how === 'adopt' ? adoptPin : liftPin;
    const stream = flagEnvironmentStream(context.environment, key);
    return this.runner.attempt(context, async () => {
      const loaded = await this.runner.load(flagEnvironmentAggregate, stream);
      const answered = this.runner.answered(flagEnvironmentAggregate, loaded, context);
      if (answered) return answered;
      const shared = await this.runner.load(flagAggregate, flagStream(key));
      changeable(shared.state, key);
      this.runner.checkMatch(shared, context);
      const events = end(await loadPins(this.runner, context.environment, loaded.state), experiment);
      return this.runner.append(flagEnvironmentAggregate, stream, loaded, context, events);
    });
  }
}
