import { attachedOf, type AttachedMetric, type Experiment } from '../../experiments/index.js';
import { own } from '../../primitives/own.js';
import type { ExperimentEvidence } from '../aggregation/evidence.js';
import type { Metric } from '../../metrics/index.js';
import { comparedBy, type Compared, type ComparedRows } from './comparison.js';
import { withAdjustedP } from './many.js';
import { NO_MOMENTS, type MetricRow, type MomentsByMetric, type RowsByMetric } from './metric-rows.js';
import type { Question } from './question.js';

/** A comparison with its p-value adjusted for all that stand beside it. */
export type Comparison = Compared & { readonly adjustedP: number | null };

/** What the comparisons of an experiment are made from. */
export interface Measured {
  readonly experiment: Experiment;
  readonly metrics: readonly Metric[];
  readonly moments: MomentsByMetric;
  readonly covariates: RowsByMetric;
  /** As of the planned end; null before it. */
  readonly atEnd: MomentsByMetric | null;
  readonly evidence: ExperimentEvidence;
}

const NO_ROWS: readonly MetricRow[] = [];

/** Every metric of the experiment times every treatment. */
export function allComparisons(measured: Measured, question: Question): Comparison[] {
  return withAdjustedP(comparedOf(measured, question));
}

function comparedOf(measured: Measured, question: Question): Compared[] {
  const { experiment, moments, covariates, atEnd } = measured;
  return attachedOf(experiment).flatMap((attached) => {
    const { metric: key } = attached;
    const rows = {
      moments: moments.get(key) ?? NO_MOMENTS,
      covariates: covariates.get(key) ?? NO_ROWS,
      atEnd: atEnd && (atEnd.get(key) ?? NO_MOMENTS),
    };
    return comparedIn(measured, attached, rows, question);
  });
}

/** One metric by some of its rows. */
export function comparedIn(
  { metrics, evidence }: Measured,
  attached: AttachedMetric,
  rows: ComparedRows,
  question: Question,
): Compared[] {
  const known = own(evidence.metrics, attached.metric) ?? {};
  const metric = metrics.find(({ key }) => key === attached.metric);
  return comparedBy(attached, metric, rows, (treatment) => own(known, treatment), question);
}
