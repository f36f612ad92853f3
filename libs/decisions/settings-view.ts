import { StateByStream, type LiveFold } from '../projections/index.js';
import {
  groupAggregate,
  holdoutAggregate,
  type Group,
  type GroupEvent,
  type Holdout,
  type HoldoutEvent,
} from '../subjects/index.js';
import { percentageToBuckets } from './bucketing.js';
import type { EnvironmentSettings, GroupSnapshot, HoldoutSnapshot } from './snapshot.js';

/** What no single flag says, kept current from the log. */
export class SettingsView {
  private readonly groups: StateByStream<Group | null, GroupEvent>;
  private readonly holdouts: StateByStream<Holdout | null, HoldoutEvent>;
  readonly folds: readonly LiveFold[];

  /** @param changed told whose settings have changed; null: every environment's */
  constructor(changed: (environment: string | null) => void) {
    const changedIn = (state: { readonly environment: string } | null): void => {
      if (state) changed(state.environment);
    };
    this.groups = new StateByStream<Group | null, GroupEvent>('group-', groupAggregate, () => changed(null));
    this.holdouts = new StateByStream<Holdout | null, HoldoutEvent>('holdout-', holdoutAggregate, changedIn);
    this.folds = [this.groups, this.holdouts];
  }

  /** What bears on all flags of the environment. */
  settings(environment: string): EnvironmentSettings {
    const groups = [...this.groups.values()].flatMap((group) => (group ? [groupSnapshot(group)] : []));
    const holdouts = [...this.holdouts.values()].flatMap((holdout) =>
      holdout?.environment === environment ? [holdoutSnapshot(holdout)] : [],
    );
    return { groups, holdouts, conflictDomains: [], participationLimit: null };
  }
}

const groupSnapshot = ({ key, members }: Group): GroupSnapshot => ({ key, ...members });

const holdoutSnapshot = ({ key, salt, share, flags, startAt, endAt }: Holdout): HoldoutSnapshot => ({
  key,
  salt,
  shareBuckets: percentageToBuckets(share),
  flags,
  startsAt: Date.parse(startAt),
  endsAt: endAt === null ? null : Date.parse(endAt),
});
