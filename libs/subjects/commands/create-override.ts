import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { experimentAggregate, experimentStream } from '../../experiments/index.js';
import { flagAggregate, flagStream } from '../../flags/index.js';
import type { CommandContext } from '../../platform/command-context.js';
import { CommandRunner, type Handled } from '../../platform/command-runner.js';
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
  constructor(private readonly runner: CommandRunner) {}

  execute({ context, id, request }: CreateOverride): Promise<Handled<Override | null>> {
    const { environment, at } = context;
    return this.runner.run(overrideAggregate, overrideStream(environment, id), context, async (state) =>
      createOverride(state, { id, environment }, request, await this.named(request, environment), at),
    );
  }

  private async named({ flag, group, experiment }: OverrideRequest, environment: string): Promise<Named> {
    return {
      flag: (await this.runner.load(flagAggregate, flagStream(flag))).state,
      group: group === undefined ? null : (await this.runner.load(groupAggregate, groupStream(group))).state,
      experiment:
        experiment === undefined
          ? null
          : (await this.runner.load(experimentAggregate, experimentStream(environment, experiment))).state,
    };
  }
}
