import type { StoredEvent } from '../event-store/index.js';
import { experimentAggregate, isLive, type Experiment, type ExperimentEvent } from '../experiments/index.js';
import {
  flagAggregate,
  flagEnvironmentAggregate,
  flagEnvironmentStream,
  flagStream,
  type Flag,
  type FlagEnvironment,
  type FlagEnvironmentEvent,
  type FlagEvent,
} from '../flags/index.js';
import { StateByStream, type LiveFold } from '../projections/index.js';
import { experimentSnapshot, type FlagSnapshot, type PinSnapshot } from './snapshot.js';

/** The snapshot that decisions are made from: one environment's flags, kept current from the log. */
export class DecisionView {
  private readonly snapshots = new Map<string, FlagSnapshot>();
  private deciding: ReadonlyMap<string, FlagSnapshot> = this.snapshots;
  private readonly pins = new Map<string, readonly PinSnapshot[]>();
  private readonly live = new Map<string, Experiment>();
  private readonly flags = new StateByStream<Flag | null, FlagEvent>('flag-', flagAggregate, (flag) => {
    if (flag) this.refresh(flag.key);
  });
  private readonly environments: StateByStream<FlagEnvironment, FlagEnvironmentEvent>;
  private readonly experiments: StateByStream<Experiment | null, ExperimentEvent>;
  readonly folds: readonly LiveFold[];

  constructor(
    private readonly environment: string,
    private readonly experimentChanged: (experiment: Experiment, event: StoredEvent) => void = () => undefined,
  ) {
    const flagPrefix = flagEnvironmentStream(environment, '');
    this.environments = new StateByStream(flagPrefix, flagEnvironmentAggregate, (_, event) => {
      this.environmentChanged(event.stream.slice(flagPrefix.length), event);
    });
    this.experiments = new StateByStream(`experiment-${environment}:`, experimentAggregate, (experiment, event) => {
      if (experiment) this.follow(experiment, event);
    });
    this.folds = [this.flags, this.environments, this.experiments];
  }

  /** The flag as it is decided now; undefined where there is none. */
  flag(key: string): FlagSnapshot | undefined {
    return this.deciding.get(key);
  }

  /** Every flag that the log has told of. */
  saved(): readonly FlagSnapshot[] {
    return [...this.snapshots.values()];
  }

  /** Decides from what was saved; undefined: from the log again. */
  decideFrom(saved: readonly FlagSnapshot[] | undefined): void {
    this.deciding = saved ? new Map(saved.map((flag) => [flag.key, flag])) : this.snapshots;
  }

  private environmentChanged(key: string, event: StoredEvent): void {
    // A new default ends what completed experiments left behind.
    if (event.type === 'flag_default_changed') this.pins.delete(key);
    if (event.type !== 'experiment_reserved') this.refresh(key);
  }

  private follow(experiment: Experiment, event: StoredEvent): void {
    const { flag: key, id, key: experimentKey, pin } = experiment;
    if (isLive(experiment)) this.live.set(key, experiment);
    else if (this.live.get(key)?.id === id) this.live.delete(key);
    if (event.type === 'experiment_completed' && pin) {
      this.pins.set(key, [{ experimentId: id, experimentKey, ...pin }, ...(this.pins.get(key) ?? [])]);
    }
    this.refresh(key);
    this.experimentChanged(experiment, event);
  }

  private refresh(key: string): void {
    const flag = this.flags.get(flagStream(key));
    if (!flag || flag.archived) {
      this.snapshots.delete(key);
      return;
    }
    const environment = this.environments.get(flagEnvironmentStream(this.environment, key));
    const experiment = this.live.get(key);
    this.snapshots.set(key, {
      key,
      type: flag.type,
      enabled: environment?.enabled ?? true,
      defaultValue: environment?.default ?? flag.default,
      defaultVariant: 'default',
      experiment: experiment && snapshotOf(experiment),
      pins: this.pins.get(key) ?? [],
    });
  }
}

function snapshotOf(experiment: Experiment) {
  const { id, key, phase, salt, traffic, variants } = experiment;
  const status = experiment.status === 'paused' ? 'paused' : 'running';
  return experimentSnapshot({ id, key, status, phase, salt, traffic, variants });
}
