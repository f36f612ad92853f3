import { StateByStream, type LiveFold } from '../projections/index.js';
import { groupAggregate, type Group, type GroupEvent } from '../subjects/index.js';
import type { EnvironmentSettings, GroupSnapshot } from './snapshot.js';

/** What no single flag says, kept current from the log. */
export class SettingsView {
  private readonly groups: StateByStream<Group | null, GroupEvent>;
  readonly folds: readonly LiveFold[];

  /** @param changed told whose settings have changed; null: every environment's */
  constructor(changed: (environment: string | null) => void) {
    this.groups = new StateByStream<Group | null, GroupEvent>('group-', groupAggregate, () => changed(null));
    this.folds = [this.groups];
  }

  /** What bears on all flags of the environment. */
  settings(_environment: string): EnvironmentSettings {
    const groups = [...this.groups.values()].flatMap((group) => (group ? [groupSnapshot(group)] : []));
    return { groups, holdouts: [], conflictDomains: [], participationLimit: null };
  }
}

const groupSnapshot = ({ key, members }: Group): GroupSnapshot => ({ key, ...members });
