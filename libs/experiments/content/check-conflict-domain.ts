import type { CommandRunner } from '../../event-sourcing/command-runner.js';
import { invalid } from '../../primitives/refusal.js';
import { conflictDomainAggregate, conflictDomainStream } from '../../subjects/index.js';

/** @throws Refusal `unknown_conflict_domain` if the environment has no such domain */
export async function checkConflictDomain(
  runner: CommandRunner,
  key: string | null | undefined,
  environment: string,
): Promise<void> {
  if (key === null || key === undefined) return;
  if ((await runner.load(conflictDomainAggregate, conflictDomainStream(environment, key))).state) return;
  throw invalid('unknown_conflict_domain', `there is no conflict domain ${key}`, '/conflictDomain');
}
