import type { Instant } from '../primitives/instant.js';
import { StateByStream, type LiveFold } from '../projections/index.js';
import {
  conflictDomainAggregate,
  environmentLimited,
  groupAggregate,
  holdoutAggregate,
  participationLimitAggregate,
  participationLimitStream,
  type ConflictDomain,
  type ConflictDomainEvent,
  type Group,
  type GroupEvent,
  type Holdout,
  type HoldoutEvent,
  type Holding,
  type ParticipationLimit,
  type ParticipationLimitEvent,
} from '../subjects/index.js';
import type { EnvironmentSettings } from '../evaluation/index.js';
import { domainSnapshot, groupSnapshot, holdoutSnapshot } from './settings-snapshots.js';

/** The settings that affect all flags of an environment, current with the log. */
export class SettingsView {
  private readonly groups: StateByStream<Group | null, GroupEvent>;
  private readonly holdouts: StateByStream<Holdout | null, HoldoutEvent>;
  private readonly domains: StateByStream<ConflictDomain | null, ConflictDomainEvent>;
  private readonly limits: StateByStream<ParticipationLimit, ParticipationLimitEvent>;
  readonly folds: readonly LiveFold[];

  /** @param changed called with the environment whose settings have changed; null: all */
  constructor(changed: (environment: string | null) => void) {
    const changedIn = (state: { readonly environment: string } | null): void => {
      if (state) changed(state.environment);
    };
    this.groups = new StateByStream<Group | null, GroupEvent>(groupAggregate, () => changed(null));
    this.holdouts = new StateByStream<Holdout | null, HoldoutEvent>(holdoutAggregate, changedIn);
    this.domains = new StateByStream<ConflictDomain | null, ConflictDomainEvent>(conflictDomainAggregate, changedIn);
    this.limits = new StateByStream<ParticipationLimit, ParticipationLimitEvent>(
      participationLimitAggregate,
      (_, { stream }) => changed(environmentLimited(stream)),
    );
    this.folds = [this.groups, this.holdouts, this.domains, this.limits];
  }

  /**
   * The settings that affect all flags of the environment.
   * @param held the number of its reserved slots that an experiment holds
   */
  settings(environment: string, held: Holding): EnvironmentSettings {
    const groups = [...this.groups.values()].flatMap((group) => (group ? [groupSnapshot(group)] : []));
    const holdouts = [...this.holdouts.values()].flatMap((holdout) =>
      holdout?.environment === environment ? [holdoutSnapshot(holdout)] : [],
    );
    const conflictDomains = [...this.domains.values()].flatMap((domain) =>
      domain?.environment === environment ? [domainSnapshot(domain, held)] : [],
    );
    return { groups, holdouts, conflictDomains, participationLimit: this.limitIn(environment) };
  }

  /** The instants at which holdouts start and end. */
  *instants(): Iterable<Instant> {
    for (const holdout of this.holdouts.values()) {
      if (!holdout) continue;
      const { environment, startAt, endAt } = holdout;
      yield { of: environment, at: Date.parse(startAt) };
      if (endAt !== null) yield { of: environment, at: Date.parse(endAt) };
    }
  }

  /** The maximum of live experiments whose traffic a subject may be in; null: no maximum. */
  limitIn(environment: string): number | null {
    return this.limits.get(participationLimitStream(environment))?.limit ?? null;
  }
}
