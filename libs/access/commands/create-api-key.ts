import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { CommandContext } from '../../event-sourcing/command-context.js';
import { CommandRunner, type Handled } from '../../event-sourcing/command-runner.js';
import { invalid } from '../../primitives/refusal.js';
import { apiKeyAggregate, apiKeyStream, createApiKey, type ApiKey } from '../api-key.js';
import { loadEnvironments } from '../environment.js';
import { userAggregate, userStream } from '../user.js';

export class CreateApiKey extends Command<Handled<ApiKey | null>> {
  constructor(
    readonly context: CommandContext,
    readonly apiKey: Omit<ApiKey, 'revoked'>,
  ) {
    super();
  }
}

@CommandHandler(CreateApiKey)
export class CreateApiKeyHandler implements ICommandHandler<CreateApiKey> {
  constructor(private readonly runner: CommandRunner) {}

  async execute({ context, apiKey }: CreateApiKey): Promise<Handled<ApiKey | null>> {
    if (apiKey.userId !== null && !(await this.runner.load(userAggregate, userStream(apiKey.userId))).state) {
      throw invalid('unknown_user', `there is no user ${apiKey.userId}`, '/userId');
    }
    const { environment } = apiKey;
    if (!(await loadEnvironments(this.runner)).some(({ key }) => key === environment)) {
      throw invalid('unknown_environment', `there is no environment ${environment}`, '/environment');
    }
    return this.runner.run(apiKeyAggregate, apiKeyStream(apiKey.id), context, (state) =>
      createApiKey(state, apiKey, context.at),
    );
  }
}
