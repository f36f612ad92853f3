import type { EntityManager } from 'typeorm';
import type { Experiment } from '../../experiments/index.js';
import { own } from '../../primitives/own.js';
import { comparisonsOf } from '../aggregation/comparisons.js';
import { NOTHING_SEEN } from '../aggregation/evidence.js';
import { effectPoints } from '../analysis/effect-series.js';
import { NOBODY_CAME, progressOf } from '../analysis/progress.js';
import { questionOf } from '../analysis/question.js';
import type { Metric } from '../../metrics/index.js';
import { readEvidence } from './evidence-rows.js';
import { readAsOf } from './measured.js';
import { readHourRows, readMomentRows } from './moment-rows.js';

const MAX_POINTS = 1_000;

/** The effect of a treatment on a metric over the hours of the log's time, up to now. A quantile has no points. */
export async function readEffectSeries(
  manager: EntityManager,
  experiment: Experiment,
  metric: Metric,
  variant: string,
) {
  const comparisons = comparisonsOf(experiment, [metric]);
  const control = comparisons.control.key;
  const named = { metric: metric.key, variant, control };
  if (metric.rule.kind === 'quantile') {
    return { ...named, state: 'not_computable' as const, reason: 'quantile' as const, points: [] };
  }
  const of = { reader: manager, experiment: experiment.id, hour: null };
  const hours = await readHourRows(of, metric.key, [control, variant]);
  const moments = await readMomentRows(of);
  const now = moments.filter((row) => row.metric === metric.key && [control, variant].includes(row.variant));
  const { asOf } = await readAsOf(manager);
  const { metrics } = (await readEvidence(manager, [experiment.id])).get(experiment.id) ?? NOTHING_SEEN;
  const evidence = own(own(metrics, metric.key) ?? {}, variant);
  // No point asks how far the plan is.
  const question = questionOf(
    experiment,
    comparisons,
    'sequential',
    'whole',
    progressOf(experiment, 0, NOBODY_CAME, 0),
  );
  const treatment = comparisons.treatments.find(({ key }) => key === variant) ?? { key: variant, weight: 0 };
  const points = effectPoints({ metric, variant: treatment, evidence, hours, now, asOf }, question, MAX_POINTS);
  return { ...named, state: 'ok' as const, points };
}
