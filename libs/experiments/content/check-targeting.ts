import { namedGroups, type Condition, type NamedGroup } from '../../evaluation/index.js';
import type { CommandRunner } from '../../event-sourcing/command-runner.js';
import { checkGroups } from '../../subjects/index.js';

/** @throws Refusal `unknown_group`, `group_archived` for a group that targeting did not name before */
export const checkTargeting = (
  runner: CommandRunner,
  targeting: Condition | null | undefined,
  before: Condition | null = null,
): Promise<void> => checkGroups(runner, groupsOf(targeting ?? null), groupsOf(before));

const groupsOf = (targeting: Condition | null): NamedGroup[] => namedGroups(targeting, '/targeting');
