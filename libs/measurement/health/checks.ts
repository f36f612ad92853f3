import { currentRun, type Experiment, type Run } from '../../experiments/index.js';
import { sampleRatioOverPhases, type HealthProblem } from '../../statistics/index.js';
import { eValueOf } from './e-value.js';
import { splitOf, strataOf, type ArmSplit, type ExposedByPhase } from './split.js';

/** The facts that the health of an experiment is judged by. */
export interface HealthFacts {
  readonly exposed: ExposedByPhase;
  /** Over all phases: the subjects exposed, and those of them exposed to several variants. */
  readonly everExposed: number;
  readonly doubleExposed: number;
  /** Time of the latest event of the run (epoch milliseconds, floored to 10 s); null before the first. */
  readonly latestEvent: number | null;
}

export type HealthState = 'ok' | 'failing' | 'not_enough_data';

/** Whether subjects split by the weights. */
export interface SampleRatioCheck {
  readonly check: 'srm';
  readonly state: HealthState;
  readonly eValue: number;
  /** An e-value from which on it fails. */
  readonly threshold: number;
  readonly split: readonly ArmSplit[];
}

/** Whether subjects saw one variant only. */
export interface DoubleExposureCheck {
  readonly check: 'double_exposure';
  readonly state: HealthState;
  readonly subjects: number;
  readonly doubleExposed: number;
  /** Null without subjects. */
  readonly share: number | null;
  /** A share above which it fails. */
  readonly threshold: number;
}

/** Whether events come. */
export interface SilenceCheck {
  readonly check: 'silence';
  readonly state: HealthState;
  /** Minutes since the last event of the run, or since its begin; null: it does not run. */
  readonly quietMinutes: number | null;
  /** Minutes from which on it fails. */
  readonly threshold: number;
}

export type HealthCheck = SampleRatioCheck | DoubleExposureCheck | SilenceCheck;

/** If the weights hold, at most one in this many experiments ever reaches this e-value. */
export const SRM_E_VALUE = 1_000;
export const DOUBLE_EXPOSED_SHARE = 0.01;
/** Fewer are normal, from shared devices or tests. */
const DOUBLE_EXPOSED_LEAST = 5;
const MINUTE_MS = 60_000;
export const SILENCE_MINUTES = 60;

/** The health of an experiment, at any status. */
export function healthOf(experiment: Experiment, facts: HealthFacts, nowMs: number): HealthCheck[] {
  return [sampleRatioCheck(experiment, facts), doubleExposureCheck(facts), silenceCheck(experiment, facts, nowMs)];
}

const PROBLEMS = {
  srm: 'sample_ratio_mismatch',
  double_exposure: 'double_exposure',
  silence: 'silence',
} as const satisfies Record<HealthCheck['check'], HealthProblem>;

export const problemsOf = (checks: readonly HealthCheck[]): HealthProblem[] =>
  checks.flatMap(({ check, state }) => (state === 'failing' ? [PROBLEMS[check]] : []));

/** E-values multiply over the phases. A separate test per phase would add a chance of a false alarm each time. */
export function sampleRatioCheck(experiment: Experiment, { exposed }: HealthFacts): SampleRatioCheck {
  const strata = strataOf(experiment, exposed);
  const logE = sampleRatioOverPhases(
    strata.map(({ arms }) => ({
      observed: arms.map(({ subjects }) => subjects),
      weights: arms.map(({ weight }) => weight),
    })),
  );
  const isEmpty = !strata.some(({ arms }) => arms.length > 1 && arms.some(({ subjects }) => subjects > 0));
  const state = isEmpty ? 'not_enough_data' : logE >= Math.log(SRM_E_VALUE) ? 'failing' : 'ok';
  return { check: 'srm', state, eValue: eValueOf(logE), threshold: SRM_E_VALUE, split: splitOf(strata) };
}

export function doubleExposureCheck({ everExposed, doubleExposed }: HealthFacts): DoubleExposureCheck {
  const isFailing = doubleExposed >= DOUBLE_EXPOSED_LEAST && doubleExposed > everExposed * DOUBLE_EXPOSED_SHARE;
  return {
    check: 'double_exposure',
    state: everExposed === 0 ? 'not_enough_data' : isFailing ? 'failing' : 'ok',
    subjects: everExposed,
    doubleExposed,
    share: everExposed === 0 ? null : doubleExposed / everExposed,
    threshold: DOUBLE_EXPOSED_SHARE,
  };
}

/** At the earliest an hour after the run began. What does not run is silent for a good reason. */
export function silenceCheck(experiment: Experiment, { latestEvent }: HealthFacts, nowMs: number): SilenceCheck {
  const run = currentRun(experiment);
  const check = { check: 'silence', threshold: SILENCE_MINUTES } as const;
  if (experiment.status !== 'running' || !run) return { ...check, state: 'ok', quietMinutes: null };
  const quietMinutes = Math.max(0, Math.floor((nowMs - quietSince(run, latestEvent)) / MINUTE_MS));
  if (quietMinutes >= SILENCE_MINUTES) return { ...check, state: 'failing', quietMinutes };
  return { ...check, state: latestEvent === null ? 'not_enough_data' : 'ok', quietMinutes };
}

/** The time (epoch milliseconds) of the last event, or of the run's begin. */
export const quietSince = (run: Run, latestEvent: number | null): number =>
  Math.max(latestEvent ?? 0, Date.parse(run.from));
