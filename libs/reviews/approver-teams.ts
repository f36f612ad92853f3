import { TeamMembers, userIdOf, type TeamMembership } from '../access/index.js';
import type { CommandContext } from '../event-sourcing/command-context.js';
import type { CommandRunner } from '../event-sourcing/command-runner.js';
import { approverGroupAggregate, approverGroupStream, withMember } from './review-policy.js';

/** Teams are approver groups. */
export class ApproverTeams extends TeamMembers {
  constructor(private readonly runner: CommandRunner) {
    super();
  }

  async keep(userId: string, memberships: readonly TeamMembership[], contextOf: () => CommandContext): Promise<void> {
    for (const { owner, isMember } of memberships) {
      const stream = approverGroupStream(userIdOf(owner));
      const { state } = await this.runner.load(approverGroupAggregate, stream);
      if (withMember(state, userId, isMember).length === 0) continue;
      await this.runner.run(approverGroupAggregate, stream, contextOf(), (group) =>
        withMember(group, userId, isMember),
      );
    }
  }
}
