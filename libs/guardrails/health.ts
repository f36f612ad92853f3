import { currentRun, type Experiment, type Run } from '../experiments/index.js';
import {
  DOUBLE_EXPOSED_SHARE,
  doubleExposureCheck,
  quietSince,
  sampleRatioCheck,
  SILENCE_MINUTES,
  silenceCheck,
  SRM_E_VALUE,
  strataOf,
  type ArmSplit,
  type HealthFacts,
} from '../measurement/index.js';
import { splitInWords } from './evidence.js';
import { triggerIdOf, type Breach, type DetectedBy } from './guardrail.events.js';

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
  const findings = [mismatch(experiment, facts, run), doubleExposure(facts, run), silence(experiment, facts, run, now)];
  return findings.flatMap((finding) => (finding ? [breachOf(finding, experiment, run, now, by)] : []));
}

function mismatch(experiment: Experiment, facts: HealthFacts, run: Run): Finding | null {
  // A run without subjects of its own adds nothing to the evidence of the run before.
  const strata = strataOf(experiment, facts.exposed).filter(({ phase }) => phase >= run.phase);
  if (!strata.some(({ arms }) => arms.some(({ subjects }) => subjects > 0))) return null;
  const { state, eValue, split } = sampleRatioCheck(experiment, facts);
  if (state !== 'failing') return null;
  const observed = split.map((arm) => arm.observed);
  return {
    key: 'assay.srm',
    threshold: String(SRM_E_VALUE),
    value: String(eValue),
    numerator: String(Math.max(...observed)),
    denominator: String(observed.reduce((sum, subjects) => sum + subjects, 0)),
    evidence: splitInWords(split),
    split,
    from: Date.parse(experiment.startedAt ?? run.from),
  };
}

function doubleExposure(facts: HealthFacts, run: Run): Finding | null {
  if (doubleExposureCheck(facts).state !== 'failing') return null;
  const { everExposed, doubleExposed } = facts;
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

function silence(experiment: Experiment, facts: HealthFacts, run: Run, now: Date): Finding | null {
  const { state, quietMinutes } = silenceCheck(experiment, facts, now.getTime());
  if (state !== 'failing') return null;
  return {
    key: 'assay.silence',
    threshold: String(SILENCE_MINUTES),
    value: String(quietMinutes),
    numerator: null,
    denominator: '0',
    evidence: `no event for ${quietMinutes} minutes`,
    from: quietSince(run, facts.latestEvent),
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
