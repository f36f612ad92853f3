import type { CommandContext } from '../event-sourcing/command-context.js';

/** Whether a person belongs to the approvers of an owner's experiments. */
export interface TeamMembership {
  /** E-mail address of the owner. */
  readonly owner: string;
  readonly isMember: boolean;
}

/** Port for keeping who is in which team. The reviews part answers. */
export abstract class TeamMembers {
  /** Adds the user to teams, or takes it out. A team that does not exist stays so. */
  abstract keep(userId: string, memberships: readonly TeamMembership[], contextOf: () => CommandContext): Promise<void>;
}
