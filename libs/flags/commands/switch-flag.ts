import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { CommandContext } from '../../platform/command-context.js';
import { CommandRunner, withoutMatch, type Handled } from '../../platform/command-runner.js';
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
    const shared = await this.runner.load(flagAggregate, flagStream(key));
    changeable(shared.state, key);
    this.runner.checkMatch(shared, context);
    const stream = flagEnvironmentStream(context.environment, key);
    const loaded = await this.runner.load(flagEnvironmentAggregate, stream);
    if (loaded.revision < 0 && enabled && shared.position !== undefined) {
      // Born enabled: there is nothing to write, and no revision of its own to answer with.
      return { state: loaded.state, revision: loaded.revision, position: shared.position };
    }
    return this.runner.run(flagEnvironmentAggregate, stream, withoutMatch(context), enabled ? enableFlag : disableFlag);
  }
}
