import {
  comparisonsIn,
  currentRun,
  thresholdsIn,
  type Experiment,
  type ThresholdGuardrail,
} from '../experiments/index.js';
import type { ExperimentEvidence, HealthFacts } from '../measurement/index.js';
import type { Metric } from '../metrics/index.js';
import type { Breach, DetectedBy } from './guardrail.events.js';
import { healthBreaches } from './health.js';
import { judgeComparison } from './judge-comparison.js';
import { judge, type ArmCounts } from './judge.js';
import type { GuardrailCounts } from './read-model/guardrail-counts.js';

/** A guardrail with a threshold, and the counts that it is judged by. */
interface CountedGuardrail {
  readonly guardrail: ThresholdGuardrail;
  readonly metric: Metric;
  readonly arms: readonly ArmCounts[];
}

/** All that the guardrails of one experiment are judged by, at one time. */
export interface Facts {
  readonly metrics: readonly Metric[];
  readonly thresholds: readonly CountedGuardrail[];
  /** Undefined before the first look. */
  readonly evidence: ExperimentEvidence | undefined;
  /** Undefined if health is not judged. */
  readonly health: HealthFacts | undefined;
}

/** Reads the facts of many experiments together. Without a run they have no counts. */
export async function readFacts(
  counts: GuardrailCounts,
  experiments: readonly Experiment[],
  now: Date,
  withHealth: boolean,
): Promise<ReadonlyMap<string, Facts>> {
  const metrics = await counts.metrics(experiments);
  const asked = experiments.flatMap((experiment) => {
    const run = currentRun(experiment);
    return thresholdsIn(experiment.guardrails).flatMap((guardrail) => {
      const metric = metrics.get(experiment.id)?.find(({ key }) => key === guardrail.metric);
      return run && metric ? [{ experiment, guardrail, metric, run }] : [];
    });
  });
  const answers = await counts.counts(asked, now);
  const evidence = await counts.evidence(experiments.filter(({ guardrails }) => comparisonsIn(guardrails).length > 0));
  const health = withHealth ? await counts.health(experiments) : undefined;
  const counted = asked.map((question, place) => ({ ...question, arms: answers[place] ?? [] }));
  return new Map(
    experiments.map(({ id }) => [
      id,
      {
        metrics: metrics.get(id) ?? [],
        thresholds: counted.filter(({ experiment }) => experiment.id === id),
        evidence: evidence.get(id),
        health: health?.get(id),
      },
    ]),
  );
}

/** The breaches of all guardrails of a running experiment, and of its health. */
export function breachesIn(experiment: Experiment, facts: Facts, now: Date, detectedBy: DetectedBy): Breach[] {
  const { metrics, thresholds, evidence, health } = facts;
  const breaches = thresholds.flatMap(({ guardrail, metric, arms }) =>
    judge(experiment, guardrail, metric, arms, now, detectedBy),
  );
  for (const guardrail of comparisonsIn(experiment.guardrails)) {
    const metric = metrics.find(({ key }) => key === guardrail.metric);
    if (metric && evidence) breaches.push(...judgeComparison(experiment, guardrail, metric, evidence, now, detectedBy));
  }
  if (health) breaches.push(...healthBreaches(experiment, health, now, detectedBy));
  return breaches;
}
