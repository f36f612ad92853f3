import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { CommandContext } from '../../event-sourcing/command-context.js';
import { CommandRunner, type Handled } from '../../event-sourcing/command-runner.js';
import { apiKeyAggregate, apiKeyStream, revokeApiKey, type ApiKey } from '../api-key.js';

export class RevokeApiKey extends Command<Handled<ApiKey | null>> {
  constructor(
    readonly context: CommandContext,
    readonly id: string,
  ) {
    super();
  }
}

@CommandHandler(RevokeApiKey)
export class RevokeApiKeyHandler implements ICommandHandler<RevokeApiKey> {
  constructor(private readonly runner: CommandRunner) {}

  execute({ context, id }: RevokeApiKey): Promise<Handled<ApiKey | null>> {
    return this.runner.run(apiKeyAggregate, apiKeyStream(id), context, (state) => revokeApiKey(state, id));
  }
}
