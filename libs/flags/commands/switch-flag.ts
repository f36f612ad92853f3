import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { CommandContext } from '../../platform/command-context.js';
import { CommandRunner, type Handled } from '../../platform/command-runner.js';
import {
  changeable,
  disableFlag,
  enableFlag,
  flagAggregate,
  flagEnvironmentAggregate,
  type FlagEnvironment,
} from '../flag.js';
import { flagEnvironmentStream, flagStream } from '../flag.events.js';

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

  async execute({ context, key, enabled }: SwitchFlag): Promise<Handled<FlagEnvironment>> {
    const stream = flagEnvironmentStream(context.environment, key);
    return this.runner.attempt(context, async () => {
      const loaded = await this.runner.load(flagEnvironmentAggregate, stream);
      const answered = this.runner.answered(flagEnvironmentAggregate, loaded, context);
      if (answered) return answered;
      const shared = await this.runner.load(flagAggregate, flagStream(key));
      changeable(shared.state, key);
      this.runner.checkMatch(shared, context);
      if (loaded.revision < 0 && enabled && shared.position !== undefined) {
        // Born enabled: there is nothing to write, and no revision of its own to answer with.
        return { state: loaded.state, revision: loaded.revision, position: shared.position };
      }
      const events = enabled ? enableFlag(loaded.state) : disableFlag(loaded.state);
      return this.runner.append(flagEnvironmentAggregate, stream, loaded, context, events);
    });
  }
}
