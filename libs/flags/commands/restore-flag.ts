import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { CommandRunner, type Handled } from '../../event-sourcing/command-runner.js';
import { commandWith } from '../../event-sourcing/declared-command.js';
import { notFound } from '../../primitives/refusal.js';
import { flagAggregate, flagEnvironmentAggregate, isClosed, type Flag } from '../flag.js';
import { flagEnvironmentStream, flagStream, type FlagEvent } from '../flag.events.js';
import { both } from './flag-revision.js';

/** Serves an archived flag again as it was, and lets experiments start on it; also where an archiving broke off half-way. */
export class RestoreFlag extends commandWith<{ readonly key: string }, Handled<Flag | null>>() {}

@CommandHandler(RestoreFlag)
export class RestoreFlagHandler implements ICommandHandler<RestoreFlag> {
  constructor(private readonly runner: CommandRunner) {}

  execute({ context, key }: RestoreFlag): Promise<Handled<Flag | null>> {
    const stream = flagStream(key);
    return this.runner.attempt(context, async () => {
      const flag = await this.runner.load(flagAggregate, stream);
      const answered = this.runner.answered(flagAggregate, flag, context);
      if (answered) return answered;
      if (!flag.state) throw notFound('flag', key);
      const here = await this.runner.load(flagEnvironmentAggregate, flagEnvironmentStream(context.environment, key));
      this.runner.checkMatch(both(flag, here), context);
      const away = flag.state.archived || isClosed(flag.events);
      const events: FlagEvent[] = away ? [{ type: 'flag_restored', data: {} }] : [];
      return this.runner.append(flagAggregate, stream, flag, context, events);
    });
  }
}
