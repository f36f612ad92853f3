import {
  compileEnvironment,
  evaluate,
  experimentSnapshot,
  type EvaluationRequest,
  type CompiledFlag,
  type Decision,
  type EnvironmentSettings,
  type ExperimentConfiguration,
  type ExperimentSnapshot,
  type FlagSnapshot,
  type PinSnapshot,
  type Recorder,
} from '../../libs/evaluation/index.js';

/** A flag, an experiment and pins for tests of decisions. */
export const NOW = Date.UTC(2026, 0, 15, 12);
export const HOUR = 60 * 60 * 1_000;
export const noSettings: EnvironmentSettings = {
  groups: [],
  holdouts: [],
  conflictDomains: [],
  participationLimit: null,
};

export const flag: FlagSnapshot = {
  key: 'button',
  type: 'string',
  enabled: true,
  defaultValue: 'grey',
  defaultVariant: 'plain',
  variants: { plain: 'grey', dark: 'black', loud: 'pink' },
  overrides: [],
  experiment: null,
  pins: [],
  rules: [],
  metadata: {},
  clientVisible: false,
};

export const configuration: ExperimentConfiguration = {
  id: '0192f3a4-6b1c-7d2e-8f90-a1b2c3d4e5f6',
  key: 'checkout-button',
  status: 'running',
  phase: 2,
  startedAt: NOW - HOUR,
  salt: 'checkout',
  targeting: null,
  bucketBy: null,
  exposure: 'explicit',
  // Traffic buckets under this salt: user-1 892 902, user-348463 0. Variant bucket of user-1: 956 603.
  traffic: '90',
  conflictDomain: null,
  disabledArms: [],
  variants: [
    { key: 'control', value: 'blue', control: true, weight: '50' },
    { key: 'treatment', value: 'green', control: false, weight: '50' },
  ],
  enrolled: null,
};

export const running = (changes: Partial<ExperimentConfiguration> = {}): ExperimentSnapshot =>
  experimentSnapshot({ ...configuration, ...changes });

export const rolledOut: PinSnapshot = {
  experimentId: 'e1',
  experimentKey: 'first',
  startedAt: NOW - 3 * HOUR,
  variant: 'winner',
  value: 'red',
  kind: 'rollout',
  targeting: null,
};
export const rolledBack: PinSnapshot = {
  ...rolledOut,
  experimentId: 'e2',
  experimentKey: 'second',
  startedAt: NOW - 2 * HOUR,
  variant: 'control',
  value: 'grey',
  kind: 'rollback',
};

/** A readable digest, so that tests can name the enrolled subjects. */
export const digest = (unit: string): string => `digest of ${unit}`;

/** Compiles a flag in an environment, in which its own experiment is always live. */
export function compiled(
  snapshot: FlagSnapshot,
  settings: Partial<EnvironmentSettings> = {},
  others: readonly ExperimentSnapshot[] = [],
): CompiledFlag {
  const live = snapshot.experiment ? [snapshot.experiment, ...others] : others;
  return compileEnvironment({ ...noSettings, ...settings }, live, digest, () => undefined)(snapshot);
}

/** Decides the flag for a subject. */
export function decide(
  snapshot: FlagSnapshot | undefined,
  asked: Partial<EvaluationRequest>,
  settings: Partial<EnvironmentSettings> = {},
  others: readonly ExperimentSnapshot[] = [],
  record?: Recorder,
): Decision {
  const flag = snapshot && compiled(snapshot, settings, others);
  return evaluate(flag, snapshot?.key ?? 'button', { attributes: {}, now: NOW, ...asked }, record);
}
