import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { CommandContext } from '../../event-sourcing/command-context.js';
import { CommandRunner, type Handled } from '../../event-sourcing/command-runner.js';
import { userAggregate, userStream } from '../../access/index.js';
import { invalid, notFound } from '../../primitives/refusal.js';
import { approverGroupAggregate, approverGroupStream, setApproverGroup, type ApproverGroup } from '../review-policy.js';

export class SetApproverGroup extends Command<Handled<ApproverGroup | null>> {
  constructor(
    readonly context: CommandContext,
    readonly group: ApproverGroup,
  ) {
    super();
  }
}

@CommandHandler(SetApproverGroup)
export class SetApproverGroupHandler implements ICommandHandler<SetApproverGroup> {
  constructor(private readonly runner: CommandRunner) {}

  async execute({ context, group }: SetApproverGroup): Promise<Handled<ApproverGroup | null>> {
    if (!(await this.isUser(group.ownerId))) throw notFound('user', group.ownerId);
    for (const [index, id] of group.approvers.entries()) {
      if (!(await this.isUser(id))) throw invalid('unknown_user', `there is no user ${id}`, `/approvers/${index}`);
    }
    const stream = approverGroupStream(group.ownerId);
    return this.runner.run(approverGroupAggregate, stream, context, () => setApproverGroup(group));
  }

  private async isUser(id: string): Promise<boolean> {
    return (await this.runner.load(userAggregate, userStream(id))).state !== null;
  }
}
