import type { CommandRunner } from '../../event-sourcing/command-runner.js';
import { invalid } from '../../primitives/refusal.js';
import { conflictDomainAggregate, conflictDomainStream } from '../../subjects/index.js';

/** @throws Refusal `unknown_conflict_domain` where the body names one that the environment has not */
export async function checkConflictDomain(
  runner: CommandRunner,
  key: string | null | undefined,
  environment: string,
): Promise<void> {
  if (key === null || key === undefined) return;
  if ((await runner.load(conflictDomainAggregate, conflictDomainStream(environment, key))).state) return;
  throw invalid('unknown_conflict_domain', `there is no conflict domain ${key}`, '/conflictDomain');
}
