import { attachedOf, comparisonsIn, type Experiment, type GuardrailSources } from '../../experiments/index.js';
import type { Metric } from '../../metrics/index.js';
import { UNPLANNED_SUBJECTS } from '../../statistics/index.js';

const ALPHA = 0.05;

/** An arm with its share of the subjects, of any scale. */
export interface WeightedArm {
  readonly key: string;
  readonly weight: number;
}

/** A metric that treatments are compared by. */
export interface ComparedMetric {
  /** Key of the metric, or of the guardrail that compares by it. */
  readonly key: string;
  readonly metric: Metric;
  /** The share of control's value by which a treatment may be worse; null: no margin. */
  readonly margin: number | null;
  /** Whose telemetry is compared. */
  readonly sources: GuardrailSources;
}

/** What an experiment compares, as of a place of the log. */
export interface Comparisons {
  readonly control: WeightedArm;
  readonly treatments: readonly WeightedArm[];
  /** Over the whole experiment. */
  readonly metrics: readonly ComparedMetric[];
  /** Over the current run. */
  readonly guardrails: readonly ComparedMetric[];
  readonly alpha: number;
  readonly plannedSubjects: number;
}

/** The comparisons of an experiment; a quantile, which is no mean over subjects, is not among them. */
export function comparisonsOf(experiment: Experiment, metrics: readonly Metric[]): Comparisons {
  const { variants, guardrails, planned } = experiment;
  const arms = variants.map(({ key, weight, control }) => ({ key, weight: Number(weight), control }));
  const control = arms.find((arm) => arm.control) ?? { key: '', weight: 0 };
  const compared = (key: string, name: string, margin: string | null, sources: GuardrailSources): ComparedMetric[] => {
    const metric = metrics.find((each) => each.key === name);
    if (!metric || metric.rule.kind === 'quantile') return [];
    return [{ key, metric, margin: margin === null ? null : Number(margin), sources }];
  };
  return {
    control,
    // An arm without weight has no subjects to compare, and would only take its share of alpha.
    treatments: arms.filter((arm) => !arm.control && arm.weight > 0),
    metrics: attachedOf(experiment).flatMap(({ metric, margin }) => compared(metric, metric, margin, 'all')),
    guardrails: comparisonsIn(guardrails).flatMap(({ key, metric, margin, sources }) =>
      compared(key, metric, margin, sources),
    ),
    alpha: planned ? Number(planned.alpha) : ALPHA,
    plannedSubjects: planned && 'subjects' in planned ? planned.subjects : UNPLANNED_SUBJECTS,
  };
}
