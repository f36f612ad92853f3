import type { NamedGroup } from '../evaluation/index.js';
import type { CommandRunner } from '../event-sourcing/command-runner.js';
import { isKey } from '../primitives/key.js';
import { invalid } from '../primitives/refusal.js';
import { changeableGroup, groupAggregate, groupStream } from './group.js';

/**
 * Checks the groups that conditions did not name before. Groups named before may stay, even archived ones.
 * @throws Refusal `unknown_group` with its pointer, `group_archived`
 */
export async function checkGroups(
  runner: CommandRunner,
  named: readonly NamedGroup[],
  before: readonly NamedGroup[] = [],
): Promise<void> {
  const checked = new Set(before.map(({ key }) => key));
  for (const { key, pointer } of named) {
    if (checked.has(key)) continue;
    checked.add(key);
    // A malformed key would be no name of a stream.
    const group = isKey(key) ? (await runner.load(groupAggregate, groupStream(key))).state : null;
    if (!group) throw invalid('unknown_group', `there is no group ${key.slice(0, 100)}`, pointer);
    changeableGroup(group, key);
  }
}
