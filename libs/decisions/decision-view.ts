import type { StoredEvent } from '../event-store/index.js';
import { experimentAggregate, isLive, type Experiment, type ExperimentEvent } from '../experiments/index.js';
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
import { StateByStream, type LiveFold } from '../projections/index.js';
import type { Enrolments, IsEnrolled } from './enrolments.js';
import type { SavedEnrolment } from './saved-enrolments.js';
import { experimentSnapshot, type FlagSnapshot, type PinSnapshot } from './snapshot.js';

/** The flags of one environment as they were at one time. */
export interface SavedFlags {
  readonly environment: string;
  readonly flags: readonly FlagSnapshot[];
}

/**
 * The snapshots that decisions are made from, kept current from the log: each environment's flags, apart. A snapshot is
 * made when it is first asked for and forgotten when anything in it changes.
 */
export class DecisionView {
  /** By environment, then by the flag's key. */
  private readonly snapshots = new Map<string, Map<string, FlagSnapshot>>();
  private standIn: ReadonlyMap<string, ReadonlyMap<string, FlagSnapshot>> | undefined;
  /** By the stream of the flag in its environment, like `pins`, which are the newest first, the ended ones too. */
  private readonly live = new Map<string, Experiment>();
  private readonly pins = new Map<string, readonly PinSnapshot[]>();
  private readonly flags = new StateByStream<Flag | null, FlagEvent>('flag-', flagAggregate, (flag) => {
    if (flag) for (const snapshots of this.snapshots.values()) snapshots.delete(flag.key);
  });
  private readonly environments = new StateByStream<FlagEnvironment, FlagEnvironmentEvent>(
    'flag_environment-',
    flagEnvironmentAggregate,
    (_, event) => this.environmentChanged(event),
  );
  private readonly experiments = new StateByStream<Experiment | null, ExperimentEvent>(
    'experiment-',
    experimentAggregate,
    (experiment, event) => {
      if (experiment) this.follow(experiment, event);
    },
  );
  readonly folds: readonly LiveFold[] = [this.flags, this.environments, this.experiments];

  constructor(private readonly enrolments: Enrolments) {}

  /** The flag as the environment decides it now; undefined where there is none. */
  flag(environment: string, key: string): FlagSnapshot | undefined {
    return this.standIn ? this.standIn.get(environment)?.get(key) : this.made(environment, key);
  }

  /** Every flag that the log has told of, as each of these environments decides it. */
  saved(environments: readonly string[]): SavedFlags[] {
    const keys = [...this.flags.values()].flatMap((flag) => (flag ? [flag.key] : []));
    return environments.map((environment) => ({
      environment,
      flags: keys.flatMap((key) => this.made(environment, key) ?? []),
    }));
  }

  /** Who was enrolled in the frozen experiments among them. */
  savedEnrolments(): SavedEnrolment[] {
    return this.enrolments.saved();
  }

  /** Counts what became known of that. */
  get enrolmentChanges(): number {
    return this.enrolments.changes;
  }

  /** Decides from what was saved; undefined: from the log again. */
  decideFrom(saved: readonly SavedFlags[] | undefined, enrolments: readonly SavedEnrolment[] = []): void {
    const enrolled = this.enrolments.ofSaved(enrolments);
    const asKnown = (flag: FlagSnapshot): readonly [string, FlagSnapshot] => [flag.key, withEnrolled(flag, enrolled)];
    this.standIn = saved && new Map(saved.map(({ environment, flags }) => [environment, new Map(flags.map(asKnown))]));
  }

  private made(environment: string, key: string): FlagSnapshot | undefined {
    return this.snapshots.get(environment)?.get(key) ?? this.make(environment, key);
  }

  private environmentChanged({ stream }: StoredEvent): void {
    const { environment, key } = placeOf(stream);
    this.snapshots.get(environment)?.delete(key);
  }

  private follow(experiment: Experiment, event: StoredEvent): void {
    const { environment, flag: key, id, key: experimentKey, pin } = experiment;
    const place = flagEnvironmentStream(environment, key);
    if (isLive(experiment)) this.live.set(place, experiment);
    else if (this.live.get(place)?.id === id) this.live.delete(place);
    if (!isLive(experiment)) this.enrolments.forget(id);
    else if (experiment.frozenAt !== null) {
      this.enrolments.want(id, event.position, () => this.snapshots.get(environment)?.delete(key));
    }
    if (event.type === 'experiment_completed' && pin) {
      this.pins.set(place, [{ experimentId: id, experimentKey, ...pin }, ...(this.pins.get(place) ?? [])]);
    }
    this.snapshots.get(environment)?.delete(key);
  }

  private make(environment: string, key: string): FlagSnapshot | undefined {
    const flag = this.flags.get(flagStream(key));
    if (!flag || flag.archived) return undefined;
    const place = flagEnvironmentStream(environment, key);
    const state = this.environments.get(place);
    const experiment = this.live.get(place);
    const snapshot: FlagSnapshot = {
      key,
      type: flag.type,
      enabled: state?.enabled ?? true,
      defaultValue: state?.default ?? flag.default,
      defaultVariant: 'default',
      experiment: experiment && snapshotOf(experiment, this.enrolments.enrolledIn(experiment.id)),
      pins: (this.pins.get(place) ?? []).filter((pin) => !state?.endedPins.includes(pin.experimentId)),
    };
    const snapshots = this.snapshots.get(environment) ?? new Map<string, FlagSnapshot>();
    this.snapshots.set(environment, snapshots.set(key, snapshot));
    return snapshot;
  }
}

/** Functions cannot be saved: who was enrolled is put back where that is known. */
function withEnrolled(flag: FlagSnapshot, known: ReadonlyMap<string, IsEnrolled>): FlagSnapshot {
  const { experiment } = flag;
  const enrolled = experiment && known.get(experiment.id);
  return enrolled ? { ...flag, experiment: { ...experiment, enrolled } } : flag;
}

function snapshotOf(experiment: Experiment, enrolled: IsEnrolled | undefined) {
  const { id, key, phase, salt, traffic, variants, disabledArms } = experiment;
  const status = experiment.status === 'paused' ? 'paused' : 'running';
  return experimentSnapshot({
    id,
    key,
    status,
    phase,
    salt,
    traffic,
    variants,
    disabledArms,
    ...(experiment.frozenAt !== null && { enrolled }),
  });
}
