import { currentRun, type Experiment, type Run } from '../experiments/index.js';
import { sequentialSampleRatio } from '../statistics/index.js';
import { splitInWords } from './evidence.js';
import { triggerIdOf, type ArmSplit, type Breach, type DetectedBy } from './guardrail.events.js';
import { splitOf, strataOf, type ExposedByPhase } from './split.js';

/** The facts that the health of a running experiment is judged by. */
export interface HealthFacts {
  readonly exposed: ExposedByPhase;
  /** Over all phases: the subjects exposed, and those of them exposed to several variants. */
  readonly everExposed: number;
  readonly doubleExposed: number;
  /** Time of the latest event of the run (epoch milliseconds, floored to 10 s); null before the first. */
  readonly latestEvent: number | null;
}

/** If the weights hold, at most one in this many experiments ever reaches this e-value. */
const SRM_E_VALUE = 1_000;
/** Caps the reported e-value, so that it stays a number that every reader can parse. */
const MOST_LOG_E = Math.log(1e300);
const DOUBLE_EXPOSED_SHARE = 0.01;
/** Fewer are normal, from shared devices or tests. */
const DOUBLE_EXPOSED_LEAST = 5;
const SILENCE_MS = 60 * 60_000;

interface Finding {
  readonly key: string;
  readonly threshold: string;
  readonly value: string;
  readonly numerator: string | null;
  readonly denominator: string;
  readonly evidence: string;
  readonly split?: readonly ArmSplit[];
  readonly from: number;
}

/**
 * Finds problems of a running experiment that need no guardrail. Subjects do not split by the weights (a sequential
 * test over all phases, valid at any time). More than 1% of them were exposed to several variants. No event came for
 * an hour (at the earliest an hour after the run began). These breaches only notify, once per run.
 */
export function healthBreaches(experiment: Experiment, facts: HealthFacts, now: Date, by: DetectedBy): Breach[] {
  const run = currentRun(experiment);
  if (experiment.status !== 'running' || !run) return [];
  const findings = [mismatch(experiment, facts, run), doubleExposure(facts, run), silence(facts, run, now)];
  return findings.flatMap((finding) => (finding ? [breachOf(finding, experiment, run, now, by)] : []));
}

/** E-values multiply over the phases. A separate test per phase would add a chance of a false alarm each time. */
function mismatch(experiment: Experiment, { exposed }: HealthFacts, run: Run): Finding | null {
  const strata = strataOf(experiment, exposed);
  // A run without subjects of its own adds nothing to the evidence of the run before.
  if (!strata.some(({ phase, arms }) => phase >= run.phase && arms.some(({ subjects }) => subjects > 0))) return null;
  const logE = strata.reduce((sum, { arms }) => {
    const observed = arms.map(({ subjects }) => subjects);
    const weights = arms.map(({ weight }) => weight);
    return sum + sequentialSampleRatio(observed, weights);
  }, 0);
  if (logE < Math.log(SRM_E_VALUE)) return null;
  const split = splitOf(strata);
  const observed = split.map((arm) => arm.observed);
  return {
    key: 'assay.srm',
    threshold: String(SRM_E_VALUE),
    value: String(Number(Math.exp(Math.min(logE, MOST_LOG_E)).toPrecision(6))),
    numerator: String(Math.max(...observed)),
    denominator: String(observed.reduce((sum, subjects) => sum + subjects, 0)),
    evidence: splitInWords(split),
    split,
    from: Date.parse(experiment.startedAt ?? run.from),
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
    evidence: `${doubleExposed} of ${everExposed} subjects met several variants`,
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
    numerator: null,
    denominator: '0',
    evidence: `no event for ${Math.floor(quietFor / 60_000)} minutes`,
    from: quietSince,
  };
}

function breachOf(finding: Finding, experiment: Experiment, run: Run, now: Date, detectedBy: DetectedBy): Breach {
  const { key, threshold, value, numerator, denominator, evidence, split = null, from } = finding;
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
    evidence,
    split,
    variant: null,
    breached: [],
    windowFrom: new Date(from).toISOString(),
    windowTo: now.toISOString(),
    detectedAt: now.toISOString(),
    detectedBy,
  };
}
