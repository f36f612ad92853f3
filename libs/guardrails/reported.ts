import type { ComparisonGuardrail, Experiment, Run, ThresholdGuardrail } from '../experiments/index.js';
import type { Metric } from '../metrics/index.js';
import { triggerIdOf, type Breach, type Observation } from './guardrail.events.js';

/** A guardrail that was judged in a run of its experiment. */
export interface Judged {
  readonly experiment: Experiment;
  readonly run: Run;
  readonly guardrail: ThresholdGuardrail | ComparisonGuardrail;
  readonly metric: Metric;
}

/** What a breach says first, of whatever kind its guardrail is. */
type Head = Pick<
  Breach,
  'id' | 'experiment' | 'environment' | 'run' | 'guardrail' | 'metric' | 'metricVersion' | 'action'
>;

/**
 * The breaches to report of what was found beyond the limit: at most one, of the worst, or with `disable_arm` one per
 * arm that is not disabled yet.
 */
export function reported<Found extends Pick<Observation, 'variant'>>(
  judged: Judged,
  found: readonly Found[],
  worst: Found | undefined,
  breachOf: (head: Head, found: Found) => Breach,
): Breach[] {
  const { experiment, guardrail } = judged;
  if (guardrail.action !== 'disable_arm') return worst ? [breachOf(headOf(judged), worst)] : [];
  return found.flatMap((arm) =>
    arm.variant === null || experiment.disabledArms.includes(arm.variant)
      ? []
      : [breachOf(headOf(judged, arm.variant), arm)],
  );
}

/** @param arm without one, the run has one breach */
const headOf = ({ experiment, run, guardrail, metric }: Judged, arm?: string): Head => ({
  id: triggerIdOf(experiment.id, run.run, guardrail.key, arm),
  experiment: experiment.id,
  environment: experiment.environment,
  run: run.run,
  guardrail: guardrail.key,
  metric: metric.key,
  metricVersion: metric.version,
  action: guardrail.action,
});
