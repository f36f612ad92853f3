import { Big } from 'big.js';
import { currentRun, type Experiment, type Guardrail, type Run } from '../experiments/index.js';
import { BUCKET_SECONDS, type Direction, type Metric } from '../metrics/index.js';
import { quotient, type Decimal } from '../platform/decimal.js';
import { triggerIdOf, type Breach, type DetectedBy, type Observation } from './guardrail.events.js';

/** Counts of one arm within a window. */
export interface ArmCounts {
  readonly variant: string;
  readonly numerator: Decimal;
  readonly denominator: Decimal;
}

/** Event time that a guardrail looks at: `from` floored to 10 s, never within an earlier run. */
export interface Window {
  readonly from: Date;
  readonly to: Date;
}

export function windowOf(guardrail: Guardrail, run: Run, now: Date): Window {
  const runFrom = Date.parse(run.from);
  if (guardrail.windowMinutes === null) return { from: new Date(floored(runFrom)), to: now };
  const from = floored(now.getTime() - guardrail.windowMinutes * 60_000);
  // Events of before the first start belong to the first run.
  return { from: new Date(run.run === 1 ? from : Math.max(from, floored(runFrom))), to: now };
}

const floored = (timeMs: number): number => Math.floor(timeMs / (BUCKET_SECONDS * 1000)) * BUCKET_SECONDS * 1000;

/** A rate as it is judged and shown; value null is 'no data'. */
export interface Rate {
  readonly variant: string | null;
  readonly numerator: Decimal;
  readonly denominator: Decimal;
  readonly value: Decimal | null;
}

/** Every variant's rate, then the pooled total's (variant null). */
export function ratesOf(experiment: Experiment, counts: readonly ArmCounts[]): Rate[] {
  const arms = experiment.variants.map(({ key }) => {
    const found = counts.find((count) => count.variant === key);
    return rate(key, new Big(found?.numerator ?? 0), new Big(found?.denominator ?? 0));
  });
  const sum = (pick: (arm: Rate) => Decimal): Big => arms.reduce((total, arm) => total.plus(pick(arm)), new Big(0));
  return [
    ...arms,
    rate(
      null,
      sum((arm) => arm.numerator),
      sum((arm) => arm.denominator),
    ),
  ];
}

function rate(variant: string | null, numerator: Big, denominator: Big): Rate {
  return {
    variant,
    numerator: numerator.toFixed(),
    denominator: denominator.toFixed(),
    value: quotient(numerator, denominator),
  };
}

/**
 * Beyond the threshold: above it where lower is better, below it where higher is. Equal is no breach, no data neither.
 * Compared without dividing, so exactly.
 */
export function isBeyond(rate: Rate, threshold: Decimal, direction: Direction): boolean {
  const denominator = new Big(rate.denominator);
  if (denominator.eq(0)) return false;
  const limit = denominator.times(threshold);
  return direction === 'lower_is_better' ? limit.lt(rate.numerator) : limit.gt(rate.numerator);
}

/** The breach of one guardrail in the experiment's current run, with its evidence; null where there is none. */
export function judge(
  experiment: Experiment,
  guardrail: Guardrail,
  metric: Metric,
  counts: readonly ArmCounts[],
  now: Date,
  detectedBy: DetectedBy,
): Breach | null {
  const run = currentRun(experiment);
  if (experiment.status !== 'running' || !run) return null;
  const { direction } = metric;
  const beyond = ratesOf(experiment, counts).filter((each) => isBeyond(each, guardrail.threshold, direction));
  const breached = beyond.flatMap(({ value, ...each }): Observation[] => (value === null ? [] : [{ ...each, value }]));
  const worst = furthest(breached, direction);
  if (!worst) return null;
  const window = windowOf(guardrail, run, now);
  return {
    id: triggerIdOf(experiment.id, run.run, guardrail.key),
    experiment: experiment.id,
    environment: experiment.environment,
    run: run.run,
    guardrail: guardrail.key,
    metric: metric.key,
    metricVersion: metric.version,
    action: guardrail.action,
    threshold: guardrail.threshold,
    value: worst.value,
    numerator: worst.numerator,
    denominator: worst.denominator,
    variant: worst.variant,
    breached,
    windowFrom: window.from.toISOString(),
    windowTo: window.to.toISOString(),
    detectedAt: now.toISOString(),
    detectedBy,
  };
}

/** The first of those furthest beyond; an arm comes before the pooled total, which is named only when alone. */
function furthest(observations: readonly Observation[], direction: Direction): Observation | undefined {
  const sign = direction === 'lower_is_better' ? 1 : -1;
  const arms = observations.filter((observation) => observation.variant !== null);
  const candidates = arms.length > 0 ? arms : observations;
  return candidates.reduce<Observation | undefined>(
    (worst, each) => (worst && new Big(each.value).cmp(worst.value) * sign <= 0 ? worst : each),
    undefined,
  );
}
