import type { Aggregate } from '../event-sourcing/aggregate.js';
import type { DomainEvent } from '../event-sourcing/decider.js';
import { foldUpTo } from '../event-sourcing/fold-up-to.js';
import type { EventStore } from '../event-store/index.js';
import { namedGroups, type EnvironmentSettings, type Json } from '../evaluation/index.js';
import { experimentStream, isLive, slotsHeldBy, type Experiment } from '../experiments/index.js';
import { EXPERIMENTS } from '../experiments/read-model/index.js';
import { flagEnvironmentStream, flagStream, rulesIn, type Flag, type FlagEnvironment } from '../flags/index.js';
import { FLAG_ENVIRONMENTS, FLAGS } from '../flags/read-model/index.js';
import { equal, type Condition, type PastState } from '../projections/index.js';
import {
  conflictDomainAggregate,
  conflictDomainStream,
  groupAggregate,
  groupStream,
  participationLimitAggregate,
  participationLimitStream,
  type Group,
  type Override,
} from '../subjects/index.js';
import { HOLDOUTS, OVERRIDES } from '../subjects/read-model/index.js';
import { domainSnapshot, groupSnapshot, holdoutSnapshot } from './settings-snapshots.js';

/** What decisions on a flag were made from: itself, the flags that it requires, and the settings that they name. */
export interface DecidedFrom {
  readonly flags: readonly Flag[];
  /** By key. */
  readonly states: ReadonlyMap<string, FlagEnvironment>;
  /** Those on the flags that have started, newest completion first, and those that overrides and settings name. */
  readonly experiments: readonly Experiment[];
  /** Newest first. */
  readonly overrides: readonly Override[];
  readonly settings: EnvironmentSettings;
}

const STARTED = `row.status IN ('running', 'paused', 'completed', 'archived')`;
const EVERY = { limit: Number.MAX_SAFE_INTEGER, after: null } as const;

/** Reads the past of one flag in an environment. It reads what the flag's decisions need, and nothing else. */
export class PastReader {
  constructor(
    private readonly asOf: PastState,
    private readonly store: Pick<EventStore, 'read'>,
    private readonly environment: string,
  ) {}

  async read(key: string): Promise<DecidedFrom> {
    const flags = await this.withRequired(key);
    const keys = flags.map((flag) => flag.key);
    const [states, started, overrides] = await Promise.all([
      this.states(keys),
      this.experimentsOn(keys),
      this.overridesOf(keys),
    ]);
    const { limit } = await this.fold(participationLimitAggregate, participationLimitStream(this.environment));
    const live = limit === null ? started.filter(isLive) : await this.allLive();
    const named = overrides.flatMap(({ experiment }) => experiment ?? []);
    const conditions = flags.flatMap((flag) => rulesIn(flag, states.get(flag.key)).map(({ when }) => when));
    const audiences = started.map(({ targeting }) => targeting);
    const groups = await this.groups([...conditions, ...audiences], overrides);
    const holdouts = await this.asOf.all(HOLDOUTS, equal({ environment: this.environment }));
    const domains = await this.domains(live);
    const reserving = domains.flatMap(({ reservations }) => reservations.map(({ experiment }) => experiment));
    const known = [...started, ...live];
    const experiments = [...known, ...(await this.experiments([...named, ...reserving], known))];
    const held = new Map(experiments.map((experiment) => [experiment.id, slotsHeldBy(experiment)]));
    return {
      flags,
      states,
      experiments,
      overrides,
      settings: {
        groups: groups.map(groupSnapshot),
        holdouts: holdouts.map(({ state }) => holdoutSnapshot(state)),
        conflictDomains: domains.map((domain) => domainSnapshot(domain, (id) => held.get(id) ?? 0)),
        participationLimit: limit,
      },
    };
  }

  /** A flag, those that it requires, those that they require, and so on. */
  private async withRequired(key: string): Promise<Flag[]> {
    const found = new Map<string, Flag>();
    for (let wanted = [key]; wanted.length > 0;) {
      const rows = await this.asOf.ofStreams(FLAGS, wanted.map(flagStream));
      for (const { state } of rows) found.set(state.key, state);
      const required = rows.flatMap(({ state }) => state.requires.map(({ flag }) => flag));
      wanted = [...new Set(required)].filter((flag) => !found.has(flag) && !wanted.includes(flag));
    }
    return [...found.values()];
  }

  private async states(keys: readonly string[]): Promise<ReadonlyMap<string, FlagEnvironment>> {
    const keyOf = new Map(keys.map((key) => [flagEnvironmentStream(this.environment, key), key]));
    const rows = await this.asOf.ofStreams(FLAG_ENVIRONMENTS, [...keyOf.keys()]);
    return new Map(rows.map(({ stream, state }) => [keyOf.get(stream) ?? stream, state]));
  }

  private async experimentsOn(keys: readonly string[]): Promise<Experiment[]> {
    if (keys.length === 0) return [];
    const rows = await this.asOf.all(EXPERIMENTS, [...this.ofFlags(keys), { sql: STARTED, parameters: {} }]);
    const orderOf = ({ completedAt, id }: Experiment): string => `${completedAt ?? ''} ${id}`;
    return rows.map(({ state }) => state).sort((one, other) => (orderOf(one) < orderOf(other) ? 1 : -1));
  }

  private async allLive(): Promise<Experiment[]> {
    const live = { sql: `row.status IN ('running', 'paused')`, parameters: {} };
    const rows = await this.asOf.all(EXPERIMENTS, [...equal({ environment: this.environment }), live]);
    return rows.map(({ state }) => state);
  }

  private async experiments(ids: readonly string[], known: readonly Experiment[]): Promise<Experiment[]> {
    const missing = [...new Set(ids)].filter((id) => !known.some((experiment) => experiment.id === id));
    const streams = missing.map((id) => experimentStream(this.environment, id));
    return (await this.asOf.ofStreams(EXPERIMENTS, streams)).map(({ state }) => state);
  }

  private async overridesOf(keys: readonly string[]): Promise<Override[]> {
    if (keys.length === 0) return [];
    const at = new Date(this.asOf.instant.at).toISOString();
    const active = { sql: 'row.ends_at > :at', parameters: { at } };
    const conditions = [...this.ofFlags(keys), active];
    const rows = await this.asOf.sorted(OVERRIDES, { by: 'created_position', order: 'DESC' }, EVERY, conditions);
    return rows.map(({ state }) => state);
  }

  private ofFlags(keys: readonly string[]): Condition[] {
    return [...equal({ environment: this.environment }), { sql: 'row.flag IN (:...keys)', parameters: { keys } }];
  }

  /** The conflict domains of experiments. */
  private async domains(live: readonly Experiment[]) {
    const keys = new Set(live.flatMap(({ conflictDomain }) => conflictDomain ?? []));
    const streams = [...keys].map((key) => conflictDomainStream(this.environment, key));
    const domains = await Promise.all(streams.map((stream) => this.fold(conflictDomainAggregate, stream)));
    return domains.filter((domain) => domain !== null);
  }

  /** The groups that conditions and overrides name; those that a group names come before it. */
  private async groups(conditions: readonly (Json | null)[], overrides: readonly Override[]): Promise<Group[]> {
    const namedIn = (some: readonly (Json | null)[]): string[] =>
      some.flatMap((condition) => namedGroups(condition, '').map(({ key }) => key));
    const ofOverrides = overrides.flatMap(({ for: whom }) => (whom.kind === 'group' ? whom.group : []));
    const seen = new Set<string>();
    let groups: Group[] = [];
    for (let wanted = [...namedIn(conditions), ...ofOverrides]; wanted.length > 0;) {
      const keys = [...new Set(wanted)].filter((key) => !seen.has(key));
      for (const key of keys) seen.add(key);
      const folded = await Promise.all(keys.map((key) => this.fold(groupAggregate, groupStream(key))));
      const found = folded.filter((group) => group !== null);
      groups = [...found, ...groups];
      wanted = namedIn(found.map(({ members }) => (members.kind === 'condition' ? members.when : null)));
    }
    return groups;
  }

  private async fold<State, Event extends DomainEvent<string, unknown>>(
    aggregate: Aggregate<State, Event>,
    stream: string,
  ): Promise<State> {
    return (await foldUpTo(this.store, aggregate, stream, this.asOf.instant.position)).state;
  }
}
