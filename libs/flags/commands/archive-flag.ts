import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { loadEnvironments } from '../../access/index.js';
import { takeOverReservation } from '../../experiments/index.js';
import type { CommandContext } from '../../platform/command-context.js';
import { CommandRunner, type Handled } from '../../platform/command-runner.js';
import { notFound } from '../../platform/refusal.js';
import { flagAggregate, flagEnvironmentAggregate, reservedBy, type Flag } from '../flag.js';
import { flagEnvironmentStream, flagStream } from '../flag.events.js';

export class ArchiveFlag extends Command<Handled<Flag | null>> {
  constructor(
    readonly context: CommandContext,
    readonly key: string,
  ) {
    super();
  }
}

/** First every environment refuses further starts, at the exact revision that starts reserve at; then the flag is archived. */
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

      for (const environment of await loadEnvironments(this.runner)) await this.retire(key, environment.key, context);
      return this.runner.append(flagAggregate, flagStream(key), flag, context, [{ type: 'flag_archived', data: {} }]);
    });
  }

  private async retire(key: string, environment: string, context: CommandContext): Promise<void> {
    const there = { ...context, environment };
    const stream = flagEnvironmentStream(environment, key);
    const loaded = await this.runner.load(flagEnvironmentAggregate, stream);
    if (loaded.state.retired) return;
    await takeOverReservation(this.runner, reservedBy(loaded.state), key, key, there);
    await this.runner.append(flagEnvironmentAggregate, stream, loaded, there, [{ type: 'flag_retired', data: {} }]);
  }
}
