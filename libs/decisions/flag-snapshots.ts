import {
  carriedByAudience,
  carriedSemantics,
  experimentSnapshot,
  splitServe,
  type ExperimentSnapshot,
  type FlagSnapshot,
  type Meant,
  type PinSnapshot,
  type RuleSnapshot,
} from '../evaluation/index.js';
import type { Experiment } from '../experiments/index.js';
import {
  defaultIn,
  rulesIn,
  saltsOf,
  semanticsIn,
  type Flag,
  type FlagEnvironment,
  type Rule,
} from '../flags/index.js';
import type { Override } from '../subjects/index.js';
import type { Enrolments } from './enrolments.js';
import { overrideSnapshots } from './override-snapshots.js';

type KnownEnrolments = Pick<Enrolments, 'enrolledIn'>;

/** What the snapshot of a flag in an environment is made of. */
export interface FlagParts {
  readonly flag: Flag;
  readonly state: FlagEnvironment | undefined;
  /** The experiment that is running or paused on it. */
  readonly live: Experiment | undefined;
  /** Newest first, ended ones included. */
  readonly pins: readonly PinSnapshot[];
  /** Newest first; some may have expired. */
  readonly overrides: readonly Override[];
  readonly experimentOf: (id: string) => Experiment | null | undefined;
  readonly enrolments: KnownEnrolments;
}

/** The snapshot of a flag for decisions. */
export function flagSnapshotOf({
  flag,
  state,
  live,
  pins,
  overrides,
  experimentOf,
  enrolments,
}: FlagParts): FlagSnapshot {
  const { key, type, variants, requires, metadata, clientVisible } = flag;
  const { value, variant } = defaultIn(flag, state);
  return {
    key,
    type,
    enabled: state?.enabled ?? true,
    defaultValue: value,
    defaultVariant: variant ?? 'default',
    variants,
    overrides: overrideSnapshots(overrides, flag, experimentOf),
    experiment: live ? snapshotOf(live, enrolments) : null,
    pins: pins.filter((pin) => !state?.endedPins.includes(pin.experimentId)),
    rules: ruleSnapshots(key, rulesIn(flag, state), { semantics: semanticsIn(flag, state) }),
    ...(requires.length > 0 && { requires }),
    metadata,
    clientVisible,
  };
}

/** The pin that a completed experiment left; null: none. */
export function pinSnapshot(experiment: Experiment): PinSnapshot | null {
  const { id: experimentId, key: experimentKey, pin, targeting } = experiment;
  if (pin === null) return null;
  const audience = { targeting, ...carriedSemantics(targeting, experiment) };
  return { experimentId, experimentKey, startedAt: startOf(experiment), ...audience, ...pin };
}

/** The snapshot of a live experiment for decisions. */
export function snapshotOf(experiment: Experiment, enrolments: KnownEnrolments): ExperimentSnapshot {
  const { id, key, phase, salt, traffic, variants, disabledArms, frozenAt } = experiment;
  const { targeting, bucketBy, exposure } = experiment;
  return experimentSnapshot({
    id,
    key,
    status: experiment.status === 'paused' ? 'paused' : 'running',
    phase,
    startedAt: startOf(experiment),
    salt,
    targeting,
    bucketBy,
    ...carriedByAudience(experiment, experiment),
    exposure,
    traffic,
    conflictDomain: experiment.conflictDomain,
    variants,
    disabledArms,
    ...(experiment.dimensions.length > 0 && {
      dimensions: experiment.dimensions.map(({ attribute, values }) => ({ attribute, values })),
    }),
    enrolled: frozenAt === null ? null : enrolments.enrolledIn(id),
  });
}

function ruleSnapshots(flag: string, rules: readonly Rule[], meant: Meant): RuleSnapshot[] {
  const salts = saltsOf(flag, rules);
  return rules.map(({ name, when, serve }, index) => ({
    name,
    when,
    ...carriedSemantics(when, meant),
    serve:
      typeof serve === 'string' ? { kind: 'variant', variant: serve } : splitServe(salts[index] ?? flag, serve.split),
  }));
}

/** Epoch milliseconds; 0 before the start. */
const startOf = ({ startedAt }: Experiment): number => (startedAt === null ? 0 : Date.parse(startedAt));
