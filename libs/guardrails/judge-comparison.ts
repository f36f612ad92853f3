import { Big } from 'big.js';
import { currentRun, type ComparisonGuardrail, type Experiment } from '../experiments/index.js';
import { evidenceOnMargin, type Crossing, type ExperimentEvidence } from '../measurement/index.js';
import type { Metric } from '../metrics/index.js';
import { own } from '../primitives/own.js';
import { comparisonInWords } from './evidence.js';
import type { Breach, ComparedBreach, DetectedBy, Observation } from './guardrail.events.js';
import { reported } from './reported.js';

/** An arm whose margin was violated. */
interface Violation extends Observation {
  readonly variant: string;
  readonly crossed: Crossing;
}

/**
 * The breaches of one comparison in the experiment's current run: at most one, or with `disable_arm` one per arm. The
 * evidence is that of the look at which the margin was violated first, so that every detector finds the same.
 */
export function judgeComparison(
  experiment: Experiment,
  guardrail: ComparisonGuardrail,
  metric: Metric,
  evidence: ExperimentEvidence,
  now: Date,
  detectedBy: DetectedBy,
): Breach[] {
  const run = currentRun(experiment);
  if (experiment.status !== 'running' || !run || evidence.run !== run.run) return [];
  const violations = violationsOf(experiment, guardrail, evidence);
  const breached = violations.map(({ crossed: _, ...observation }) => observation);
  const worst = violations.reduce<Violation | undefined>(
    (most, each) => (most && most.crossed.logE >= each.crossed.logE ? most : each),
    undefined,
  );
  const judged = { experiment, run, guardrail, metric };
  return reported(judged, violations, worst, (head, { crossed, ...observation }) => {
    const comparison = comparedBreach(guardrail, crossed);
    return {
      ...head,
      threshold: limitOf(guardrail, metric, crossed),
      ...observation,
      evidence: comparisonInWords(comparison),
      comparison,
      split: null,
      breached,
      windowFrom: run.from,
      windowTo: now.toISOString(),
      detectedAt: now.toISOString(),
      detectedBy,
    };
  });
}

function violationsOf(
  { variants }: Experiment,
  { key, margin }: ComparisonGuardrail,
  { guardrails }: ExperimentEvidence,
): Violation[] {
  const arms = own(guardrails, key) ?? {};
  return variants.flatMap(({ key: variant }): Violation[] => {
    const crossed = evidenceOnMargin(own(arms, variant), margin)?.crossed;
    if (!crossed) return [];
    const { subjects, value } = crossed.treatment;
    return [{ variant, numerator: null, denominator: String(subjects), value: decimalOf(value), crossed }];
  });
}

/** The value that a treatment may have at most (or at least), given control's. */
function limitOf({ margin }: ComparisonGuardrail, { direction }: Metric, { control }: Crossing): string {
  const value = new Big(decimalOf(control.value));
  const allowed = value.abs().times(margin);
  return (direction === 'lower_is_better' ? value.plus(allowed) : value.minus(allowed)).round(DIGITS).toFixed();
}

function comparedBreach({ margin }: ComparisonGuardrail, crossed: Crossing): ComparedBreach {
  const { position, logE, effect, interval, control, treatment } = crossed;
  return {
    margin,
    // Beyond the doubles it is as strong as they can say.
    eValue: Math.min(Math.exp(logE), Number.MAX_VALUE),
    effect,
    lower: interval?.[0] ?? null,
    upper: interval?.[1] ?? null,
    position,
    control: { subjects: control.subjects, value: decimalOf(control.value) },
    treatment: { subjects: treatment.subjects, value: decimalOf(treatment.value) },
  };
}

const DIGITS = 10;

const decimalOf = (value: number): string => new Big(value).round(DIGITS).toFixed();
