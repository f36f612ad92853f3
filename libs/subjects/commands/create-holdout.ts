import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { CommandContext } from '../../event-sourcing/command-context.js';
import { CommandRunner, type Handled } from '../../event-sourcing/command-runner.js';
import { OverrideTargets } from '../override-targets.js';
import { createHoldout, holdoutAggregate, holdoutStream, type Holdout, type HoldoutRequest } from '../holdout.js';

export class CreateHoldout extends Command<Handled<Holdout | null>> {
  constructor(
    readonly context: CommandContext,
    readonly request: HoldoutRequest,
  ) {
    super();
  }
}

@CommandHandler(CreateHoldout)
export class CreateHoldoutHandler implements ICommandHandler<CreateHoldout> {
  constructor(
    private readonly runner: CommandRunner,
    private readonly targets: OverrideTargets,
  ) {}

  execute({ context, request }: CreateHoldout): Promise<Handled<Holdout | null>> {
    const { environment, at } = context;
    const stream = holdoutStream(environment, request.key);
    return this.runner.run(holdoutAggregate, stream, context, async (state) =>
      createHoldout(state, request, environment, await this.unknown(request.flags ?? []), at),
    );
  }

  private async unknown(flags: readonly string[]): Promise<ReadonlySet<string>> {
    const unknown = new Set<string>();
    for (const key of flags) if (!(await this.targets.flag(key))) unknown.add(key);
    return unknown;
  }
}
