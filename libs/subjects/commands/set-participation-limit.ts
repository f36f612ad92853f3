import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { CommandContext } from '../../event-sourcing/command-context.js';
import { CommandRunner, type Handled } from '../../event-sourcing/command-runner.js';
import {
  participationLimitAggregate,
  participationLimitStream,
  setParticipationLimit,
  type ParticipationLimit,
} from '../participation-limit.js';

export class SetParticipationLimit extends Command<Handled<ParticipationLimit>> {
  constructor(
    readonly context: CommandContext,
    readonly limit: number | null,
  ) {
    super();
  }
}

@CommandHandler(SetParticipationLimit)
export class SetParticipationLimitHandler implements ICommandHandler<SetParticipationLimit> {
  constructor(private readonly runner: CommandRunner) {}

  execute({ context, limit }: SetParticipationLimit): Promise<Handled<ParticipationLimit>> {
    const stream = participationLimitStream(context.environment);
    return this.runner.run(participationLimitAggregate, stream, context, () => setParticipationLimit(limit));
  }
}
