import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { CommandContext } from '../../event-sourcing/command-context.js';
import { CommandRunner, type Handled } from '../../event-sourcing/command-runner.js';
import { describeFlag, type FlagChanges } from '../defining.js';
import { flagAggregate, type Flag } from '../flag.js';
import { flagStream } from '../flag.events.js';

export class DescribeFlag extends Command<Handled<Flag | null>> {
  constructor(
    readonly context: CommandContext,
    readonly key: string,
    readonly changes: FlagChanges,
  ) {
    super();
  }
}

@CommandHandler(DescribeFlag)
export class DescribeFlagHandler implements ICommandHandler<DescribeFlag> {
  constructor(private readonly runner: CommandRunner) {}

  execute({ context, key, changes }: DescribeFlag): Promise<Handled<Flag | null>> {
    return this.runner.run(flagAggregate, flagStream(key), context, (state) => describeFlag(state, key, changes));
  }
}
