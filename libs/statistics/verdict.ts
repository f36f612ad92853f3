import { type Interval } from './fixed.js';
import { type MarginVerdict } from './margin.js';

/** The facts that the verdict on one treatment arm follows from. */
export interface VerdictFacts {
  /** What makes the data untrustworthy. */
  readonly problems: readonly HealthProblem[];
  readonly primary: PrimaryFacts;
  readonly margins: readonly MarginFacts[];
  /** Whether the planned subjects or days are reached, and about how many days are left. */
  readonly plan: PlanFacts;
}

export interface PlanFacts {
  readonly reached: boolean;
  /** The experiment has ended: nothing more is gathered, also if the plan is not reached. */
  readonly over: boolean;
  readonly daysLeft: number | null;
}

export type HealthProblem = 'sample_ratio_mismatch' | 'double_exposure' | 'silence';

export interface PrimaryFacts {
  /** False: no metric is the primary one, so no treatment can ever be shipped. */
  readonly declared: boolean;
  /** The direction in which the metric gets better. */
  readonly better: 'higher' | 'lower';
  /** The always-valid interval of the relative effect; null while it is not computable. */
  readonly alwaysValid: Interval | null;
  /** The fixed 90% interval of the relative effect; null while it is not computable. */
  readonly fixed90: Interval | null;
  /** The planned smallest relative effect of interest, above 0; null without a plan. */
  readonly plannedMde: number | null;
}

export interface MarginFacts {
  readonly metric: string;
  /** The guardrail whose margin it is; absent for the metric's own. */
  readonly guardrail?: string;
  readonly verdict: MarginVerdict;
}

export const VERDICTS = ['unhealthy', 'harmful', 'ship', 'no_effect', 'inconclusive', 'keep_running'] as const;
export type VerdictKind = (typeof VERDICTS)[number];

export type VerdictReason =
  | { readonly kind: 'health'; readonly problem: HealthProblem }
  | { readonly kind: 'margin_violated'; readonly metric: string; readonly guardrail?: string }
  | { readonly kind: 'margin_undecided'; readonly metric: string }
  | { readonly kind: 'margins_safe' }
  | { readonly kind: 'primary_worse' }
  | { readonly kind: 'primary_better' }
  | { readonly kind: 'primary_undecided' }
  | { readonly kind: 'primary_not_computable' }
  | { readonly kind: 'no_primary_metric' }
  | { readonly kind: 'within_planned_mde' }
  | { readonly kind: 'plan_reached' }
  | { readonly kind: 'plan_not_reached'; readonly daysLeft: number | null }
  | { readonly kind: 'no_plan' }
  | { readonly kind: 'completed_early' };

export interface Verdict {
  readonly verdict: VerdictKind;
  /** At least one, the weightiest first. */
  readonly reasons: readonly VerdictReason[];
}

/**
 * The first rule that holds: unhealthy, harmful, ship; after the planned end no_effect or inconclusive, else keep_running.
 * What ended before its planned end is inconclusive: the test that is worth one look is never had at a chosen time.
 */
export function verdictOf(facts: VerdictFacts): Verdict {
  const decided = unhealthy(facts) ?? harmful(facts) ?? ship(facts);
  return decided ?? (facts.plan.reached ? ended(facts) : facts.plan.over ? endedEarly(facts) : running(facts));
}

function unhealthy({ problems }: VerdictFacts): Verdict | null {
  if (problems.length === 0) return null;
  return { verdict: 'unhealthy', reasons: problems.map((problem) => ({ kind: 'health', problem })) };
}

function harmful({ margins, primary }: VerdictFacts): Verdict | null {
  const reasons: VerdictReason[] = margins.flatMap(({ metric, guardrail, verdict }) =>
    verdict === 'violated' ? [{ kind: 'margin_violated', metric, ...(guardrail !== undefined && { guardrail }) }] : [],
  );
  if (sideOf(primary) === 'worse') reasons.push({ kind: 'primary_worse' });
  return reasons.length > 0 ? { verdict: 'harmful', reasons } : null;
}

function ship({ margins, primary }: VerdictFacts): Verdict | null {
  if (sideOf(primary) !== 'better' || margins.some(({ verdict }) => verdict !== 'safe')) return null;
  const safe: VerdictReason[] = margins.length > 0 ? [{ kind: 'margins_safe' }] : [];
  return { verdict: 'ship', reasons: [{ kind: 'primary_better' }, ...safe] };
}

function ended(facts: VerdictFacts): Verdict {
  const { fixed90, plannedMde } = facts.primary;
  if (fixed90 && plannedMde !== null && fixed90[0] > -plannedMde && fixed90[1] < plannedMde) {
    return { verdict: 'no_effect', reasons: [{ kind: 'plan_reached' }, { kind: 'within_planned_mde' }] };
  }
  return { verdict: 'inconclusive', reasons: [{ kind: 'plan_reached' }, ...openQuestions(facts)] };
}

function endedEarly(facts: VerdictFacts): Verdict {
  const early: VerdictReason = facts.primary.plannedMde === null ? { kind: 'no_plan' } : { kind: 'completed_early' };
  return { verdict: 'inconclusive', reasons: [early, ...openQuestions(facts)] };
}

function running(facts: VerdictFacts): Verdict {
  const left: VerdictReason =
    facts.primary.plannedMde === null
      ? { kind: 'no_plan' }
      : { kind: 'plan_not_reached', daysLeft: facts.plan.daysLeft };
  return { verdict: 'keep_running', reasons: [left, ...openQuestions(facts)] };
}

/** What keeps a treatment from 'ship'. */
function openQuestions({ primary, margins }: VerdictFacts): VerdictReason[] {
  const ofPrimary: Record<ReturnType<typeof sideOf>, VerdictReason> = {
    better: { kind: 'primary_better' },
    worse: { kind: 'primary_worse' },
    undecided: { kind: 'primary_undecided' },
    not_computable: { kind: 'primary_not_computable' },
  };
  const undecided: VerdictReason[] = margins.flatMap(({ metric, verdict }) =>
    verdict === 'undecided' ? [{ kind: 'margin_undecided', metric }] : [],
  );
  return [primary.declared ? ofPrimary[sideOf(primary)] : { kind: 'no_primary_metric' }, ...undecided];
}

/** On which side of 0 the always-valid interval lies wholly. */
function sideOf({ alwaysValid, better }: PrimaryFacts): 'better' | 'worse' | 'undecided' | 'not_computable' {
  if (!alwaysValid) return 'not_computable';
  const [lower, upper] = alwaysValid;
  if (lower > 0) return better === 'higher' ? 'better' : 'worse';
  if (upper < 0) return better === 'lower' ? 'better' : 'worse';
  return 'undecided';
}
