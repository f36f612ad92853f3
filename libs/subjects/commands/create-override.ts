import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { CommandContext } from '../../event-sourcing/command-context.js';
import { CommandRunner, type Handled } from '../../event-sourcing/command-runner.js';
import { OverrideTargets } from '../override-targets.js';
import { groupAggregate, groupStream } from '../group.js';
import {
  createOverride,
  overrideAggregate,
  overrideStream,
  type Named,
  type Override,
  type OverrideRequest,
} from '../override.js';

export class CreateOverride extends Command<Handled<Override | null>> {
  constructor(
    readonly context: CommandContext,
    readonly id: string,
    readonly request: OverrideRequest,
  ) {
    super();
  }
}

@CommandHandler(CreateOverride)
export class CreateOverrideHandler implements ICommandHandler<CreateOverride> {
  constructor(
    private readonly runner: CommandRunner,
    private readonly targets: OverrideTargets,
  ) {}

  execute({ context, id, request }: CreateOverride): Promise<Handled<Override | null>> {
    const { environment, at } = context;
    return this.runner.run(overrideAggregate, overrideStream(environment, id), context, async (state) =>
      createOverride(state, { id, environment }, request, await this.named(request, environment), at),
    );
  }

  private async named({ flag, group, experiment }: OverrideRequest, environment: string): Promise<Named> {
    return {
      flag: await this.targets.flag(flag),
      group: group === undefined ? null : (await this.runner.load(groupAggregate, groupStream(group))).state,
      experiment: experiment === undefined ? null : await this.targets.experiment(environment, experiment),
    };
  }
}
