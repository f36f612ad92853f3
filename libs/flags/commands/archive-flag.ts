import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { takeOverReservation } from '../../experiments/index.js';
import type { CommandContext } from '../../platform/command-context.js';
import { CommandRunner, type Handled } from '../../platform/command-runner.js';
import { notFound } from '../../platform/refusal.js';
import { flagAggregate, flagEnvironmentAggregate, type Flag } from '../flag.js';
import { flagEnvironmentStream, flagStream } from '../flag.events.js';

export class ArchiveFlag extends Command<Handled<Flag | null>> {
  constructor(
    readonly context: CommandContext,
    readonly key: string,
  ) {
    super();
  }
}

/** First the environment refuses further starts, at the exact revision that starts reserve at; then the flag is archived. */
@CommandHandler(ArchiveFlag)
export class ArchiveFlagHandler implements ICommandHandler<ArchiveFlag> {
  constructor(private readonly runner: CommandRunner) {}

  execute({ context, key }: ArchiveFlag): Promise<Handled<Flag | null>> {
    return this.runner.attempt(context, async () => {
      const flag = await this.runner.load(flagAggregate, flagStream(key));
      const answered = this.runner.answered(flagAggregate, flag, context);
      if (answered) return answered;
      if (!flag.state) throw notFound('flag', key);
      this.runner.checkMatch(flag, context);
      if (flag.state.archived) return this.runner.append(flagAggregate, flagStream(key), flag, context, []);

      const stream = flagEnvironmentStream(context.environment, key);
      const environment = await this.runner.load(flagEnvironmentAggregate, stream);
      if (!environment.state.retired) {
        await takeOverReservation(this.runner, environment.state.reservedBy, key, key, context);
        await this.runner.append(flagEnvironmentAggregate, stream, environment, context, [
          { type: 'flag_retired', data: {} },
        ]);
      }
      return this.runner.append(flagAggregate, flagStream(key), flag, context, [{ type: 'flag_archived', data: {} }]);
    });
  }
}
