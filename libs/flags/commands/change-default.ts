import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { Json } from '../../event-store/index.js';
import { loadPins } from '../../experiments/index.js';
import type { CommandContext } from '../../platform/command-context.js';
import { CommandRunner, type Handled } from '../../platform/command-runner.js';
import { changeable, changeDefault, flagAggregate, flagEnvironmentAggregate, type FlagEnvironment } from '../flag.js';
import { flagEnvironmentStream, flagStream } from '../flag.events.js';

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

  async execute({ context, key, value }: ChangeDefault): Promise<Handled<FlagEnvironment>> {
    const stream = flagEnvironmentStream(context.environment, key);
    return this.runner.attempt(context, async () => {
      const loaded = await this.runner.load(flagEnvironmentAggregate, stream);
      const answered = this.runner.answered(flagEnvironmentAggregate, loaded, context);
      if (answered) return answered;
      const shared = await this.runner.load(flagAggregate, flagStream(key));
      const flag = changeable(shared.state, key);
      this.runner.checkMatch(shared, context);
      const events = changeDefault(flag, value, await loadPins(this.runner, context.environment, loaded.state));
      return this.runner.append(flagEnvironmentAggregate, stream, loaded, context, events);
    });
  }
}
