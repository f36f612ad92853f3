import type { Position, StoredEvent } from '../event-store/index.js';
import { experimentStream, isLive, slotsHeldBy, type Experiment, type ExperimentEvent } from '../experiments/index.js';
import {
  flagAggregate,
  flagEnvironmentAggregate,
  flagEnvironmentStream,
  flagStream,
  placeOf,
  type Flag,
  type FlagEnvironment,
  type FlagEnvironmentEvent,
  type FlagEvent,
} from '../flags/index.js';
import type { Instant } from '../primitives/instant.js';
import { StateByStream, type LiveFold } from '../projections/index.js';
import {
  compileEnvironment,
  compileSnapshot,
  type CompiledFlag,
  flagInstants,
  type EnvironmentSettings,
  type EnvironmentSnapshot,
  type ExperimentSnapshot,
  type FlagSnapshot,
  type PinSnapshot,
} from '../evaluation/index.js';
import type { Digest } from '../decision-ids/index.js';
import type { Enrolments } from './enrolments.js';
import type { SavedEnvironment } from './fallback-codec.js';
import type { EnvironmentVersions } from './environment-versions.js';
import { flagSnapshotOf, pinSnapshot, snapshotOf } from './flag-snapshots.js';
import { OverridesByFlag } from './overrides-by-flag.js';
import { SettingsView } from './settings-view.js';

/** An environment's flags, each compiled on first use. */
interface CompiledEnvironment {
  readonly compile: (flag: FlagSnapshot) => CompiledFlag;
  readonly flags: Map<string, CompiledFlag>;
}

/** The saved state of an environment, which decides instead of the log. */
interface StandIn {
  readonly snapshot: EnvironmentSnapshot;
  readonly flags: ReadonlyMap<string, CompiledFlag>;
}

const NO_SETTINGS: EnvironmentSettings = { groups: [], holdouts: [], conflictDomains: [], participationLimit: null };

/**
 * The state that decisions are made from, per environment and current with the log. A flag is compiled on first use,
 * and evicted when anything in it changes.
 */
export class DecisionView {
  private readonly compiled = new Map<string, CompiledEnvironment>();
  private standIn: ReadonlyMap<string, StandIn> | undefined;
  /** By the stream of the flag in its environment, like `pins`, which are newest first and include ended ones. */
  private readonly live = new Map<string, Experiment>();
  private readonly pins = new Map<string, readonly PinSnapshot[]>();
  private readonly flags = new StateByStream<Flag | null, FlagEvent>(flagAggregate, (flag) => {
    if (flag) for (const { flags } of this.compiled.values()) flags.delete(flag.key);
  });
  private readonly environments = new StateByStream<FlagEnvironment, FlagEnvironmentEvent>(
    flagEnvironmentAggregate,
    (_, event) => this.environmentChanged(event),
  );
  private readonly settings = new SettingsView((environment) => this.settingsChanged(environment));
  private readonly overrides = new OverridesByFlag((environment, key) => this.forget(environment, key));
  readonly folds: readonly LiveFold[] = [
    this.flags,
    this.environments,
    ...this.settings.folds,
    ...this.overrides.folds,
  ];

  constructor(
    private readonly enrolments: Pick<Enrolments, 'enrolledIn' | 'want' | 'forget' | 'changes'>,
    private readonly versions: EnvironmentVersions,
    private readonly digest: Digest,
    /** Fed by its owner, because other parts of the process need the experiments, too. */
    private readonly experiments: StateByStream<Experiment | null, ExperimentEvent>,
  ) {
    versions.followClock(() => this.instants());
    experiments.onChange((experiment, event) => {
      if (experiment) this.follow(experiment, event);
    });
  }

  /** The compiled flag in the environment; undefined if there is none. */
  flag(environment: string, key: string): CompiledFlag | undefined {
    if (this.standIn) return this.standIn.get(environment)?.flags.get(key);
    return this.compiled.get(environment)?.flags.get(key) ?? this.compile(environment, key);
  }

  /** Every compiled flag in the environment. */
  *all(environment: string): Iterable<CompiledFlag> {
    if (this.standIn) {
      yield* this.standIn.get(environment)?.flags.values() ?? [];
      return;
    }
    for (const state of this.flags.values()) {
      const flag = state && this.flag(environment, state.key);
      if (flag) yield flag;
    }
  }

  /** The snapshot that the environment decides from now: of the log, or of the saved state that stands in for it. */
  served(environment: string): EnvironmentSnapshot {
    if (!this.standIn) return this.snapshot(environment);
    return this.standIn.get(environment)?.snapshot ?? { ...NO_SETTINGS, flags: [] };
  }

  /** The snapshot of the environment from the log. */
  snapshot(environment: string): EnvironmentSnapshot {
    const flags = this.existingFlags().flatMap(({ key }) => this.flagSnapshot(environment, key) ?? []);
    return { ...this.settingsOf(environment), flags };
  }

  /** The instants at which decisions change by the clock alone: overrides end, holdouts start and end. */
  *instants(): Iterable<Instant> {
    if (this.standIn) {
      for (const [environment, { snapshot }] of this.standIn) {
        for (const { at } of flagInstants(snapshot)) yield { of: environment, at };
      }
      return;
    }
    yield* this.settings.instants();
    yield* this.overrides.instants();
  }

  /** Number of changes of the enrolment filters. */
  get enrolmentChanges(): number {
    return this.enrolments.changes;
  }

  /** Decides from the saved state; undefined: from the log again. */
  decideFrom(
    saved: { readonly position: Position; readonly environments: readonly SavedEnvironment[] } | undefined,
  ): void {
    this.standIn =
      saved &&
      new Map(
        saved.environments.map(({ environment, snapshot }) => {
          return [environment, { snapshot, flags: compileSnapshot(snapshot, this.digest) }];
        }),
      );
    this.versions.standIn(saved && `saved ${saved.position}`);
  }

  private existingFlags(): Flag[] {
    return [...this.flags.values()].filter((flag) => flag !== null);
  }

  private compile(environment: string, key: string): CompiledFlag | undefined {
    const snapshot = this.flagSnapshot(environment, key);
    if (!snapshot) return undefined;
    let compiled = this.compiled.get(environment);
    if (!compiled) {
      const settings = this.settingsOf(environment);
      const find = (other: string): CompiledFlag | undefined => this.flag(environment, other);
      const compile = compileEnvironment(settings, this.liveIn(environment), this.digest, find);
      compiled = { compile, flags: new Map() };
      this.compiled.set(environment, compiled);
    }
    const flag = compiled.compile(snapshot);
    compiled.flags.set(key, flag);
    return flag;
  }

  private environmentChanged({ stream }: StoredEvent): void {
    const { environment, key } = placeOf(stream);
    this.forget(environment, key);
  }

  private settingsOf(environment: string): EnvironmentSettings {
    return this.settings.settings(environment, (id) => {
      const experiment = this.experiments.get(experimentStream(environment, id));
      return experiment ? slotsHeldBy(experiment) : 0;
    });
  }

  /** Evicts all compiled flags of the environment (null: of all), because each was compiled with the settings. */
  private settingsChanged(environment: string | null): void {
    if (environment === null) this.compiled.clear();
    else this.compiled.delete(environment);
  }

  private follow(experiment: Experiment, event: StoredEvent): void {
    const { environment, flag: key, id } = experiment;
    const stream = flagEnvironmentStream(environment, key);
    if (isLive(experiment)) this.live.set(stream, experiment);
    else if (this.live.get(stream)?.id === id) this.live.delete(stream);
    if (!isLive(experiment)) this.enrolments.forget(id);
    else if (experiment.frozenAt !== null) {
      this.enrolments.want(id, event.position, () => {
        this.forget(environment, key);
        this.versions.added(environment);
      });
    }
    const pin = event.type === 'experiment_completed' ? pinSnapshot(experiment) : null;
    if (pin) {
      this.pins.set(stream, [pin, ...(this.pins.get(stream) ?? [])]);
    }
    // Slots of a conflict domain and the participation limit affect the flags of other experiments, too.
    const affectsOthers = experiment.conflictDomain !== null || this.settings.limitIn(environment) !== null;
    if (affectsOthers && experiment.startedAt !== null) this.settingsChanged(environment);
    else this.forget(environment, key);
  }

  private forget(environment: string, key: string): void {
    this.compiled.get(environment)?.flags.delete(key);
  }

  private liveIn(environment: string): ExperimentSnapshot[] {
    const here = [...this.live.values()].filter((experiment) => experiment.environment === environment);
    return here.map((experiment) => snapshotOf(experiment, this.enrolments));
  }

  private flagSnapshot(environment: string, key: string): FlagSnapshot | undefined {
    const flag = this.flags.get(flagStream(key));
    if (!flag || flag.archived) return undefined;
    const stream = flagEnvironmentStream(environment, key);
    return flagSnapshotOf({
      flag,
      state: this.environments.get(stream),
      live: this.live.get(stream),
      pins: this.pins.get(stream) ?? [],
      overrides: this.overrides.of(environment, key),
      experimentOf: (id) => this.experiments.get(experimentStream(environment, id)),
      enrolments: this.enrolments,
    });
  }
}
