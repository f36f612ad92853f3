import type { Schemas } from '../../server/documents.js';

export type Comparison = Schemas['Comparison'];
type Verdict = Schemas['Verdict'];
type Reason = Schemas['VerdictReason'];

const TITLES: Readonly<Record<Verdict['kind'], string>> = {
  ship: 'Ship it',
  harmful: 'It does harm',
  unhealthy: 'Do not trust the numbers',
  no_effect: 'No effect',
  inconclusive: 'Inconclusive',
  keep_running: 'Keep it running',
};

const NEXT_STEPS: Readonly<Record<Verdict['kind'], string>> = {
  ship: 'Complete it with a rollout of the treatment.',
  harmful: 'Roll it back, and look at what the treatment changed.',
  unhealthy: 'Find out why before you decide: see the health checks.',
  no_effect: 'Complete it. The difference is smaller than the one that you planned to find.',
  inconclusive: 'Complete it, or plan a longer one: the planned end is reached without an answer.',
  keep_running: 'Wait. The intervals hold however often you look.',
};

export const verdictTitle = ({ kind, variant }: Verdict): string =>
  kind === 'ship' && variant !== null ? `Ship ${variant}` : TITLES[kind];

export const nextStep = ({ kind }: Verdict): string => NEXT_STEPS[kind];

/** Why the verdict is so, in a sentence. */
export function reasonText(reason: Reason): string {
  const metric = reason.metric ?? 'the metric';
  switch (reason.kind) {
    case 'health':
      return healthText(reason.problem);
    case 'margin_violated':
      return `${metric} is worse than control by more than the margin${
        reason.guardrail === undefined ? '' : ` of the guardrail ${reason.guardrail}`
      }.`;
    case 'margin_undecided':
      return `Whether ${metric} keeps its margin is not decided yet.`;
    case 'margins_safe':
      return 'Every margin is safe.';
    case 'primary_worse':
      return `${metric} is worse than control.`;
    case 'primary_better':
      return `${metric} is better than control.`;
    case 'primary_undecided':
      return `${metric} may still be better or worse than control.`;
    case 'primary_not_computable':
      return `${metric} cannot be compared yet.`;
    case 'no_primary_metric':
      return 'The experiment has no primary metric.';
    case 'within_planned_mde':
      return `The effect on ${metric} lies within the planned effect.`;
    case 'plan_reached':
      return 'The planned end is reached.';
    case 'plan_not_reached':
      return reason.daysLeft == null
        ? 'The planned end is not reached yet.'
        : `About ${daysText(reason.daysLeft)} to the planned end.`;
    case 'no_plan':
      return 'There is no plan that says when to stop.';
    case 'completed_early':
      return 'It was completed before the planned end.';
  }
}

function healthText(problem: Reason['problem']): string {
  switch (problem) {
    case 'sample_ratio_mismatch':
      return 'Subjects do not split by the weights.';
    case 'double_exposure':
      return 'Too many subjects met several variants.';
    case 'silence':
    case undefined:
      return 'No events come.';
  }
}

/** Days as people say them. */
export function daysText(days: number): string {
  if (days < 1) return 'less than a day';
  const whole = Math.ceil(days);
  return whole === 1 ? '1 day' : `${whole.toLocaleString('en-GB')} days`;
}

/** A relative effect, such as +4.2%. Four significant digits at most. */
export function effectText(effect: number | null): string {
  if (effect === null) return '–';
  const percent = Number((100 * effect).toPrecision(3));
  return `${percent > 0 ? '+' : ''}${percent.toLocaleString('en-GB', { maximumSignificantDigits: 4 })}%`;
}

/** An interval of relative effects. */
export function intervalText({ lower, upper }: Schemas['Effect']): string {
  return lower === null || upper === null ? 'no interval yet' : `${effectText(lower)} to ${effectText(upper)}`;
}

/** A p-value: never 0. */
export function pText(p: number | null): string {
  if (p === null) return '–';
  return p < 0.001 ? '< 0.001' : p.toFixed(3);
}

const REASONS: Readonly<Record<NonNullable<Comparison['reason']>, string>> = {
  burn_in: 'not enough subjects yet',
  unbounded_interval: 'control may be 0, so no relative effect can be excluded',
  quantile: 'quantiles are not compared',
  not_defined: 'the metric has no value here',
  no_subjects: 'no subjects yet',
  one_subject: 'one subject alone',
  no_variance: 'all values are the same',
  control_mean_zero: 'control is 0',
  denominator_zero: 'the denominator is 0',
  impossible_sums: 'the sums contradict each other',
  collapsed_bounds: 'the numbers are too large for an interval',
  too_few_events: 'too few events yet',
};

/** Why a comparison has no effect or no interval; null: it has. */
export const whyNot = ({ reason }: Pick<Comparison, 'reason'>): string | null => (reason ? REASONS[reason] : null);

/** Whether an interval says better, worse or nothing, by the metric's direction. */
export function leaning(
  { lower, upper }: Schemas['Effect'],
  direction: 'lower_is_better' | 'higher_is_better',
): 'better' | 'worse' | 'open' {
  if (lower === null || upper === null) return 'open';
  if (lower > 0) return direction === 'higher_is_better' ? 'better' : 'worse';
  if (upper < 0) return direction === 'higher_is_better' ? 'worse' : 'better';
  return 'open';
}
