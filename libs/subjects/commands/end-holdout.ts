import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { CommandContext } from '../../event-sourcing/command-context.js';
import { CommandRunner, type Handled } from '../../event-sourcing/command-runner.js';
import { changeHoldoutEnd, endHoldout, holdoutAggregate, holdoutStream, type Holdout } from '../holdout.js';

export class EndHoldout extends Command<Handled<Holdout | null>> {
  constructor(
    readonly context: CommandContext,
    readonly key: string,
    /** When it shall end; null: not yet known. */
    readonly end: 'now' | { readonly at: string | null },
  ) {
    super();
  }
}

@CommandHandler(EndHoldout)
export class EndHoldoutHandler implements ICommandHandler<EndHoldout> {
  constructor(private readonly runner: CommandRunner) {}

  execute({ context, key, end }: EndHoldout): Promise<Handled<Holdout | null>> {
    const { environment, at } = context;
    return this.runner.run(holdoutAggregate, holdoutStream(environment, key), context, (state) =>
      end === 'now' ? endHoldout(state, key, at) : changeHoldoutEnd(state, key, end.at, at),
    );
  }
}
