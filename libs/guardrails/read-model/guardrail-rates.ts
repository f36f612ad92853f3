import {
  comparisonsIn,
  currentRun,
  thresholdsIn,
  type ComparisonGuardrail,
  type Experiment,
  type ThresholdGuardrail,
} from '../../experiments/index.js';
import { eValueOf, evidenceOnMargin, type ExperimentEvidence } from '../../measurement/index.js';
import type { Metric } from '../../metrics/index.js';
import { own } from '../../primitives/own.js';
import { inOneSnapshot, type MeasurementReadModel } from '../../projections/index.js';
import { evidenceOf } from '../evidence.js';
import { isBeyond, ratesOf, windowOf, type Rate } from '../judge.js';
import { GuardrailCounts } from './guardrail-counts.js';

/** The current rates of each guardrail with a threshold, per variant and pooled; the evidence of each comparison. */
export async function guardrailRates(model: MeasurementReadModel, id: string, now: Date) {
  return inOneSnapshot(await model.source(), (reader) => {
    return readRates(new GuardrailCounts(() => Promise.resolve(reader)), id, now);
  });
}

async function readRates(counts: GuardrailCounts, id: string, now: Date) {
  const experiment = await counts.experiment(id);
  const progress = await counts.asOf();
  if (!experiment) return { experiment: id, ...progress, items: [], comparisons: [] };
  const run = currentRun(experiment);
  // A run that has ended is shown as it was at its end.
  const until = run?.to ? new Date(run.to) : now;
  const metrics = await counts.metrics(experiment);
  const items: Awaited<ReturnType<typeof itemOf>>[] = [];
  for (const guardrail of thresholdsIn(experiment.guardrails)) {
    const metric = metrics.find(({ key }) => key === guardrail.metric);
    if (metric) items.push(await itemOf(counts, experiment, guardrail, metric, until));
  }
  const compared = comparisonsIn(experiment.guardrails);
  const evidence = compared.length > 0 ? await counts.evidence(experiment) : undefined;
  const comparisons = compared.map((guardrail) =>
    comparedBy(guardrail, experiment, run?.run === evidence?.run ? evidence : undefined),
  );
  return { experiment: id, ...progress, items, comparisons };
}

/** A comparison of the current run, as of the last look. */
function comparedBy(
  { key, metric, action, margin }: ComparisonGuardrail,
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
    margin,
    state: comparedState(treatments),
    treatments: treatments.map(({ variant, eValue }) => ({ variant, eValue })),
  };
}

function comparedState(
  treatments: readonly { readonly isViolated: boolean; readonly isSeen: boolean }[],
): 'no_data' | 'healthy' | 'breached' {
  if (treatments.some(({ isViolated }) => isViolated)) return 'breached';
  return treatments.some(({ isSeen }) => isSeen) ? 'healthy' : 'no_data';
}

async function itemOf(
  counts: GuardrailCounts,
  experiment: Experiment,
  guardrail: ThresholdGuardrail,
  metric: Metric,
  until: Date,
) {
  const run = currentRun(experiment);
  const arms = run ? await counts.counts(experiment, guardrail, metric, run, until) : [];
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
    per: guardrail.per,
    minSample: guardrail.minSample,
    scope: guardrail.scope,
    state: stateOf(rates, (rate) => isBeyond(rate, guardrail.threshold, metric)),
    windowFrom: window?.from.toISOString() ?? null,
    windowTo: window?.to.toISOString() ?? null,
    variants: shown.filter((rate) => rate.variant !== null),
    total: shown.find((rate) => rate.variant === null) ?? null,
  };
}

function stateOf(rates: readonly Rate[], beyond: (rate: Rate) => boolean): 'no_data' | 'healthy' | 'breached' {
  if (rates.every((rate) => rate.value === null)) return 'no_data';
  return rates.some(beyond) ? 'breached' : 'healthy';
}
