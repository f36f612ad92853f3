import { Big } from 'big.js';
import {
  currentRun,
  type Experiment,
  type GuardrailAction,
  type Run,
  type ThresholdGuardrail,
} from '../experiments/index.js';
import { TIME_BUCKET_SECONDS, quantileOf, type Bin } from '../measurement/index.js';
import { type Direction, type Metric } from '../metrics/index.js';
import { quotient, type Decimal } from '../primitives/decimal.js';
import { evidenceOf } from './evidence.js';
import type { Breach, DetectedBy, Observation } from './guardrail.events.js';
import { reported } from './reported.js';

/**
 * Counts of one arm within a window. The POOLED entry corrects the arms' sum to the total, because a subject may be in
 * several arms. A quantile has a sketch instead of a numerator and a denominator.
 */
export interface ArmCounts {
  readonly variant: string;
  readonly numerator: Decimal;
  readonly denominator: Decimal;
  /** Distinct subjects exposed within the window. */
  readonly exposed: Decimal;
  readonly bins?: readonly Bin[];
}

/** The range of event time that a guardrail judges: `from` is floored to 10 s, and never within an earlier run. */
export interface Window {
  readonly from: Date;
  readonly to: Date;
}

export function windowOf(guardrail: ThresholdGuardrail, run: Run, now: Date): Window {
  const runFrom = Date.parse(run.from);
  if (guardrail.windowMinutes === null) return { from: new Date(floored(runFrom)), to: now };
  const from = floored(now.getTime() - guardrail.windowMinutes * 60_000);
  // Events from before the first start belong to the first run.
  return { from: new Date(run.run === 1 ? from : Math.max(from, floored(runFrom))), to: now };
}

const floored = (timeMs: number): number =>
  Math.floor(timeMs / (TIME_BUCKET_SECONDS * 1000)) * TIME_BUCKET_SECONDS * 1000;

/** A rate, to be judged and shown. A null value means no data; a null numerator means a quantile. */
export interface Rate {
  readonly variant: string | null;
  readonly numerator: Decimal | null;
  readonly denominator: Decimal;
  readonly value: Decimal | null;
  /** Distinct subjects exposed within the window. */
  readonly exposed: number;
}

/** The rate of every variant, then that of the pooled total (variant null). */
export function ratesOf(experiment: Experiment, metric: Metric, counts: readonly ArmCounts[]): Rate[] {
  const arms = experiment.variants.map(({ key }) => {
    return rateOf(
      key,
      counts.filter((count) => count.variant === key),
      metric,
    );
  });
  return [...arms, rateOf(null, counts, metric)];
}

function rateOf(variant: string | null, counts: readonly ArmCounts[], { rule }: Metric): Rate {
  const sum = (pick: (count: ArmCounts) => Decimal): Big =>
    counts.reduce((total, count) => total.plus(pick(count)), new Big(0));
  const exposed = Number(sum((count) => count.exposed));
  if (rule.kind === 'quantile') {
    const bins = counts.flatMap((count) => count.bins ?? []);
    const values = bins.reduce((total, bin) => total + bin.values, 0);
    const value = quantileOf(bins, rule.quantile);
    const denominator = String(values);
    return { variant, numerator: null, denominator, value: value && new Big(value).toFixed(), exposed };
  }
  const [numerator, denominator] = [sum((count) => count.numerator), sum((count) => count.denominator)];
  return {
    variant,
    numerator: numerator.toFixed(),
    denominator: denominator.toFixed(),
    value: quotient(numerator, denominator),
    exposed,
  };
}

/**
 * True if the rate is above the threshold and lower is better, or below it and higher is better. Equality and missing
 * data are no breach. A fraction is compared without division, so exactly.
 */
export function isBeyond(rate: Rate, threshold: Decimal, { direction }: Metric): boolean {
  if (rate.value === null) return false;
  const [value, limit] =
    rate.numerator === null
      ? [new Big(rate.value), new Big(threshold)]
      : [new Big(rate.numerator), new Big(rate.denominator).times(threshold)];
  return direction === 'lower_is_better' ? value.gt(limit) : value.lt(limit);
}

/** True if the guardrail covers this rate, and enough of its subjects were exposed. */
function isJudged(rate: Rate, experiment: Experiment, guardrail: ThresholdGuardrail): boolean {
  if (rate.exposed < guardrail.minSample) return false;
  const treatmentsOnly = guardrail.scope === 'treatments';
  // `disable_arm` needs an arm to disable, and the pooled total is none.
  if (rate.variant === null) return !treatmentsOnly && guardrail.action !== 'disable_arm';
  const variant = experiment.variants.find(({ key }) => key === rate.variant);
  return !(treatmentsOnly && variant?.control);
}

/**
 * The breaches of one guardrail in the experiment's current run, with their evidence: at most one, or with
 * `disable_arm` one per arm.
 */
export function judge(
  experiment: Experiment,
  guardrail: ThresholdGuardrail,
  metric: Metric,
  counts: readonly ArmCounts[],
  now: Date,
  detectedBy: DetectedBy,
): Breach[] {
  const run = currentRun(experiment);
  if (experiment.status !== 'running' || !run) return [];
  const breached = ratesOf(experiment, metric, counts)
    .filter((rate) => isJudged(rate, experiment, guardrail) && isBeyond(rate, guardrail.threshold, metric))
    .flatMap(({ variant, numerator, denominator, value }): Observation[] =>
      value === null ? [] : [{ variant, numerator, denominator, value }],
    );
  const window = windowOf(guardrail, run, now);
  const worst = furthest(breached, metric.direction);
  const judged = { experiment, run, guardrail, metric };
  return reported(judged, breached, worst, (head, { variant, value, numerator, denominator }) => ({
    ...head,
    threshold: guardrail.threshold,
    value,
    numerator,
    denominator,
    evidence: evidenceOf(metric.rule, guardrail.per, { numerator, denominator }),
    split: null,
    variant,
    breached,
    windowFrom: window.from.toISOString(),
    windowTo: window.to.toISOString(),
    detectedAt: now.toISOString(),
    detectedBy,
  }));
}

const SEVERITY: readonly GuardrailAction[] = ['rollback', 'pause', 'disable_arm', 'notify'];

/** Sorts breaches that were found together, the gravest first: after a rollback no pause is needed. */
export function bySeverity(breaches: readonly Breach[]): Breach[] {
  const rank = ({ action }: Breach): number => SEVERITY.indexOf(action);
  return [...breaches].sort((one, other) => rank(one) - rank(other));
}

/** The worst observation, of equal ones the first. The pooled total is chosen only if no arm breached. */
function furthest(observations: readonly Observation[], direction: Direction): Observation | undefined {
  const sign = direction === 'lower_is_better' ? 1 : -1;
  const arms = observations.filter((observation) => observation.variant !== null);
  const candidates = arms.length > 0 ? arms : observations;
  return candidates.reduce<Observation | undefined>(
    (worst, each) => (worst && new Big(each.value).cmp(worst.value) * sign <= 0 ? worst : each),
    undefined,
  );
}
