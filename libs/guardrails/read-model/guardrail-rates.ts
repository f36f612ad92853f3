import {
  comparisonsIn,
  currentRun,
  thresholdsIn,
  type ComparisonGuardrail,
  type Experiment,
  type GuardrailState,
  type ThresholdGuardrail,
} from '../../experiments/index.js';
import { eValueOf, evidenceOnMargin, type ExperimentEvidence } from '../../measurement/index.js';
import type { Metric } from '../../metrics/index.js';
import { own } from '../../primitives/own.js';
import { inOneSnapshot, type MeasurementReadModel } from '../../projections/index.js';
import { evidenceOf } from '../evidence.js';
import { isBeyond, ratesOf, windowOf, type ArmCounts, type Rate } from '../judge.js';
import { GuardrailCounts } from './guardrail-counts.js';

/** The current rates of each guardrail with a threshold, per variant and pooled; the evidence of each comparison. */
export async function guardrailRates(model: MeasurementReadModel, id: string, now: Date) {
  return inOneSnapshot(await model.source(), (reader) => {
    return readRates(new GuardrailCounts(() => Promise.resolve(reader)), id, now);
  });
}

async function readRates(counts: GuardrailCounts, id: string, now: Date) {
  const experiment = (await counts.experiments([id])).get(id);
  const progress = await counts.asOf();
  if (!experiment) return { experiment: id, ...progress, items: [], comparisons: [] };
  const run = currentRun(experiment);
  // A run that has ended is shown as it was at its end.
  const until = run?.to ? new Date(run.to) : now;
  const metrics = (await counts.metrics([experiment])).get(id) ?? [];
  const thresholds = thresholdsIn(experiment.guardrails).flatMap((guardrail) => {
    const metric = metrics.find(({ key }) => key === guardrail.metric);
    return metric ? [{ experiment, guardrail, metric }] : [];
  });
  const asked = thresholds.flatMap((each) => (run ? [{ ...each, run }] : []));
  const arms = await counts.counts(asked, until);
  const items = thresholds.map(({ guardrail, metric }, place) =>
    itemOf(experiment, guardrail, metric, arms[place] ?? [], until),
  );
  const compared = comparisonsIn(experiment.guardrails);
  const evidence = (await counts.evidence(compared.length > 0 ? [experiment] : [])).get(id);
  const comparisons = compared.map((guardrail) =>
    comparedBy(guardrail, experiment, run?.run === evidence?.run ? evidence : undefined),
  );
  return { experiment: id, ...progress, items, comparisons };
}

/** A comparison of the current run, as of the last look. */
export function comparedBy(
  { key, metric, action, sources, margin }: ComparisonGuardrail,
  { variants }: Experiment,
  evidence: ExperimentEvidence | undefined,
) {
  const arms = own(evidence?.guardrails ?? {}, key) ?? {};
  const treatments = variants
    .filter(({ control, weight }) => !control && Number(weight) > 0)
    .map(({ key: variant }) => {
      const state = evidenceOnMargin(own(arms, variant), margin);
      return {
        variant,
        isViolated: state !== undefined && state.crossed !== null,
        isSeen: state !== undefined && state.test !== null,
        eValue: state === undefined ? 1 : eValueOf(state.violated.maxLogE),
      };
    });
  return {
    guardrail: key,
    metric,
    action,
    sources,
    margin,
    state: comparedState(treatments),
    treatments: treatments.map(({ variant, eValue }) => ({ variant, eValue })),
  };
}

function comparedState(
  treatments: readonly { readonly isViolated: boolean; readonly isSeen: boolean }[],
): GuardrailState {
  if (treatments.some(({ isViolated }) => isViolated)) return 'breached';
  return treatments.some(({ isSeen }) => isSeen) ? 'healthy' : 'no_data';
}

function itemOf(
  experiment: Experiment,
  guardrail: ThresholdGuardrail,
  metric: Metric,
  arms: readonly ArmCounts[],
  until: Date,
) {
  const run = currentRun(experiment);
  const rates = ratesOf(experiment, metric, arms);
  const window = run && windowOf(guardrail, run, until);
  const shown = rates.map((rate) => ({
    ...rate,
    evidence: rate.value === null ? null : evidenceOf(metric.rule, guardrail.per, rate),
  }));
  return {
    guardrail: guardrail.key,
    metric: guardrail.metric,
    direction: metric.direction,
    threshold: guardrail.threshold,
    windowMinutes: guardrail.windowMinutes,
    action: guardrail.action,
    sources: guardrail.sources,
    per: guardrail.per,
    minSample: guardrail.minSample,
    scope: guardrail.scope,
    state: stateOf(rates, guardrail, metric),
    windowFrom: window?.from.toISOString() ?? null,
    windowTo: window?.to.toISOString() ?? null,
    variants: shown.filter((rate) => rate.variant !== null),
    total: shown.find((rate) => rate.variant === null) ?? null,
  };
}

/** The state of a guardrail by its counts. */
export const thresholdState = (
  experiment: Experiment,
  guardrail: ThresholdGuardrail,
  metric: Metric,
  arms: readonly ArmCounts[],
): GuardrailState => stateOf(ratesOf(experiment, metric, arms), guardrail, metric);

function stateOf(rates: readonly Rate[], { threshold }: ThresholdGuardrail, metric: Metric): GuardrailState {
  if (rates.every((rate) => rate.value === null)) return 'no_data';
  return rates.some((rate) => isBeyond(rate, threshold, metric)) ? 'breached' : 'healthy';
}
