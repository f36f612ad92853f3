import type { Direction } from '../../metrics/index.js';
import {
  verdictOf,
  type HealthProblem,
  type Interval,
  type MarginFacts,
  type PlanFacts,
  type VerdictKind,
  type VerdictReason,
} from '../../statistics/index.js';

/** The verdict on one treatment. */
export interface ArmVerdict {
  readonly variant: string;
  readonly kind: VerdictKind;
  readonly reasons: readonly VerdictReason[];
}

/** The verdict on the experiment: that of one of its treatments. */
export interface OverallVerdict {
  readonly kind: VerdictKind;
  /** The treatment that the reasons are of; null: without treatments. */
  readonly variant: string | null;
  readonly reasons: readonly VerdictReason[];
  readonly arms: readonly ArmVerdict[];
}

/** What the verdict on a treatment follows from. */
export interface ArmFacts {
  readonly variant: string;
  /** The always-valid interval of the primary metric's effect, at the level shared by all treatments. */
  readonly alwaysValid: Interval | null;
  readonly fixed90: Interval | null;
  readonly margins: readonly MarginFacts[];
}

/** The facts that all treatments share. */
export interface SharedFacts {
  readonly problems: readonly HealthProblem[];
  /** False: no metric is the primary one. */
  readonly declaresPrimary: boolean;
  /** Of the primary metric. */
  readonly direction: Direction;
  readonly plannedMde: number | null;
  readonly plan: PlanFacts;
}

/**
 * The verdict of each treatment, and the overall one. Unhealthy data speak for no treatment. Else one treatment to ship
 * is enough; the experiment goes on while one may still be; it is harmful only if every treatment is.
 */
export function overallVerdict(facts: readonly ArmFacts[], shared: SharedFacts): OverallVerdict {
  const better = shared.direction === 'higher_is_better' ? 'higher' : 'lower';
  const judged = facts.map((arm) => {
    const { alwaysValid, fixed90, margins, variant } = arm;
    const primary = {
      better,
      declared: shared.declaresPrimary,
      alwaysValid,
      fixed90,
      plannedMde: shared.plannedMde,
    } as const;
    const { verdict: kind, reasons } = verdictOf({ problems: shared.problems, plan: shared.plan, primary, margins });
    return { arm, verdict: { variant, kind, reasons } };
  });
  const arms = judged.map(({ verdict }) => verdict);
  for (const kind of ['unhealthy', 'ship', 'keep_running', 'inconclusive', 'no_effect', 'harmful'] as const) {
    const found = judged.filter(({ verdict }) => verdict.kind === kind);
    const [best] = found.sort((one, other) => lead(other.arm, better) - lead(one.arm, better));
    if (best) return { ...best.verdict, arms };
  }
  const { verdict: kind, reasons } = verdictOf({
    problems: shared.problems,
    plan: shared.plan,
    primary: { better, declared: shared.declaresPrimary, alwaysValid: null, fixed90: null, plannedMde: null },
    margins: [],
  });
  return { kind, variant: null, reasons, arms };
}

/** How far the worse end of the interval lies on the good side. */
function lead({ alwaysValid }: ArmFacts, better: 'higher' | 'lower'): number {
  if (!alwaysValid) return -Number.MAX_VALUE;
  return better === 'higher' ? alwaysValid[0] : -alwaysValid[1];
}
