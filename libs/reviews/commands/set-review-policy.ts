import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { CommandContext } from '../../event-sourcing/command-context.js';
import { CommandRunner, type Handled } from '../../event-sourcing/command-runner.js';
import { reviewPolicyAggregate, reviewPolicyStream, setReviewPolicy, type ReviewPolicy } from '../review-policy.js';

export class SetReviewPolicy extends Command<Handled<ReviewPolicy>> {
  constructor(
    readonly context: CommandContext,
    readonly policy: ReviewPolicy,
  ) {
    super();
  }
}

@CommandHandler(SetReviewPolicy)
export class SetReviewPolicyHandler implements ICommandHandler<SetReviewPolicy> {
  constructor(private readonly runner: CommandRunner) {}

  execute({ context, policy }: SetReviewPolicy): Promise<Handled<ReviewPolicy>> {
    const stream = reviewPolicyStream(context.environment);
    return this.runner.run(reviewPolicyAggregate, stream, context, () => setReviewPolicy(policy));
  }
}
