import { currentRun, type Experiment, type Run } from '../experiments/index.js';
import { sampleRatio } from '../statistics/index.js';
import { own } from '../platform/own.js';
import { triggerIdOf, type Breach, type DetectedBy } from './guardrail.events.js';

/** What the health of a running experiment is judged by. */
export interface HealthFacts {
  /** Exposed subjects of the current phase, by variant. */
  readonly exposed: Readonly<Record<string, number>>;
  /** Of all phases: subjects exposed at all, and those of them exposed to several variants. */
  readonly everExposed: number;
  readonly doubleExposed: number;
  /** Time of the latest event of the run (epoch milliseconds, floored to 10 s); null before the first. */
  readonly latestEvent: number | null;
}

const SRM_P_VALUE = 0.001;
const DOUBLE_EXPOSED_SHARE = 0.01;
/** So few may happen to anybody: a shared device, a test. */
const DOUBLE_EXPOSED_LEAST = 5;
const SILENCE_MS = 60 * 60_000;

interface Finding {
  readonly key: string;
  readonly threshold: string;
  readonly value: string;
  readonly numerator: string;
  readonly denominator: string;
  readonly from: number;
}

/**
 * What is wrong with a running experiment whatever its guardrails: subjects that do not split as the weights say (χ²
 * below 0.001, of the current phase, disabled arms aside), more than 1% of them exposed to several variants, an hour
 * without any event (an hour after the run's begin at the earliest). These only notify, once per run.
 */
export function healthBreaches(experiment: Experiment, facts: HealthFacts, now: Date, by: DetectedBy): Breach[] {
  const run = currentRun(experiment);
  if (experiment.status !== 'running' || !run) return [];
  const findings = [mismatch(experiment, facts, run), doubleExposure(facts, run), silence(facts, run, now)];
  return findings.flatMap((finding) => (finding ? [breachOf(finding, experiment, run, now, by)] : []));
}

function mismatch({ variants, disabledArms }: Experiment, { exposed }: HealthFacts, run: Run): Finding | null {
  const arms = variants.filter(({ key }) => !disabledArms.includes(key));
  const observed = arms.map(({ key }) => own(exposed, key) ?? 0);
  const ratio = sampleRatio(
    observed,
    arms.map(({ weight }) => Number(weight)),
  );
  if (!ratio || ratio.pValue >= SRM_P_VALUE) return null;
  const total = observed.reduce((sum, subjects) => sum + subjects, 0);
  return {
    key: 'assay.srm',
    threshold: String(SRM_P_VALUE),
    value: ratio.pValue.toPrecision(6),
    numerator: String(Math.max(...observed)),
    denominator: String(total),
    from: Date.parse(run.from),
  };
}

function doubleExposure({ everExposed, doubleExposed }: HealthFacts, run: Run): Finding | null {
  if (doubleExposed < DOUBLE_EXPOSED_LEAST || doubleExposed <= everExposed * DOUBLE_EXPOSED_SHARE) return null;
  return {
    key: 'assay.double_exposure',
    threshold: String(DOUBLE_EXPOSED_SHARE),
    value: (doubleExposed / everExposed).toPrecision(6),
    numerator: String(doubleExposed),
    denominator: String(everExposed),
    from: Date.parse(run.from),
  };
}

function silence({ latestEvent }: HealthFacts, run: Run, now: Date): Finding | null {
  const quietSince = Math.max(latestEvent ?? 0, Date.parse(run.from));
  const quietFor = now.getTime() - quietSince;
  if (quietFor < SILENCE_MS) return null;
  return {
    key: 'assay.silence',
    threshold: String(SILENCE_MS / 60_000),
    value: String(Math.floor(quietFor / 60_000)),
    numerator: '0',
    denominator: '0',
    from: quietSince,
  };
}

function breachOf(finding: Finding, experiment: Experiment, run: Run, now: Date, detectedBy: DetectedBy): Breach {
  const { key, threshold, value, numerator, denominator, from } = finding;
  return {
    id: triggerIdOf(experiment.id, run.run, key),
    experiment: experiment.id,
    environment: experiment.environment,
    run: run.run,
    guardrail: key,
    metric: key,
    metricVersion: 1,
    action: 'notify',
    threshold,
    value,
    numerator,
    denominator,
    variant: null,
    breached: [],
    windowFrom: new Date(from).toISOString(),
    windowTo: now.toISOString(),
    detectedAt: now.toISOString(),
    detectedBy,
  };
}
