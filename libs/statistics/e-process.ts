import { type Arm } from './arm.js';
import { type Effect } from './effect.js';
import { oneSidedLogE } from './one-sided.js';
import { mixtureRho, type Sides, sumClock, twoSidedLogE } from './sequential.js';

/** The evidence gathered so far against 'no effect' (two-sided) or 'no effect above 0' (one-sided). Plain JSON. */
export interface EProcess {
  /** The mixture's variance, fixed by the first look that counts; null before. */
  readonly rho: number | null;
  /** The greatest log e-value of all looks, at least 0. An alarm rests on it, so it stays raised. */
  readonly maxLogE: number;
  /** The greatest value of the sum clock. A look at an earlier clock does not count. */
  readonly maxV: number;
  /** The position in the log of the look that gave `maxLogE`; null before. */
  readonly position: string | null;
  /** What was declared late gathers evidence from its first look on: the log e-value of that look. Else absent. */
  readonly offset?: number;
}

export const NO_EVIDENCE: EProcess = { rho: null, maxLogE: 0, maxV: 0, position: null };

/** What a look sees. */
export interface Look {
  /** The effect less what the null hypothesis allows. Its estimate is linear in the means. */
  readonly effect: Effect;
  /** Whether the sums are past burn-in; asked until ρ is fixed. */
  readonly pastBurnIn: boolean;
  readonly position: string;
  /** True if there were data before the test was declared: evidence by hindsight is selection. */
  readonly isLate?: boolean;
}

/** How a process is tuned. It has to be the same at every look. */
export interface Tuning {
  readonly sides: Sides;
  readonly alpha: number;
  /** The subjects of both arms that the plan asks for. */
  readonly plannedSubjects: number;
}

/** The tuning where no plan exists. */
export const UNPLANNED_SUBJECTS = 2_000;

/**
 * The evidence after one more look. It counts only past burn-in, and only if the sum clock exceeds its own maximum,
 * because linked subjects and negative values can turn it back. Fewer looks stay valid; the same look twice changes nothing.
 */
export function look(
  state: EProcess,
  { effect, pastBurnIn, position, isLate = false }: Look,
  tuning: Tuning,
): EProcess {
  const v = sumClock(effect);
  if (v <= state.maxV || (state.rho === null && !pastBurnIn)) return state;
  const rho = state.rho ?? frozenRho(v, effect.n, tuning);
  const z = effect.estimate / effect.se;
  const logE = tuning.sides === 'one_sided' ? oneSidedLogE(z, v / rho) : twoSidedLogE(z, v / rho);
  return advanced({ ...state, rho }, { logE, clock: v, position, isLate });
}

/** The evidence after a log e-value at a time of its clock that is later than all before. */
export function advanced(
  state: EProcess,
  {
    logE,
    clock,
    position,
    isLate,
  }: { readonly logE: number; readonly clock: number; readonly position: string; readonly isLate: boolean },
): EProcess {
  const offset = state.offset ?? (isLate && state.maxV === 0 ? logE : undefined);
  const next = { ...state, maxV: clock, ...(offset !== undefined && { offset }) };
  const gathered = logE - (offset ?? 0);
  return gathered > state.maxLogE ? { ...next, maxLogE: gathered, position } : next;
}

/** ρ for the clock at the planned number of subjects, if they vary as those seen so far. */
function frozenRho(v: number, n: number, { plannedSubjects, alpha, sides }: Tuning): number {
  return mixtureRho((plannedSubjects * v) / n, alpha, sides);
}

/** Whether the evidence ever reached 1 / alpha, shared by `comparisons` processes (Bonferroni). */
export function raised({ maxLogE }: EProcess, alpha: number, comparisons = 1): boolean {
  return maxLogE >= Math.log(comparisons / alpha);
}

/** Subjects of each arm before which no evidence counts. */
export const LEAST_SUBJECTS = 100;
/** Bounded values are 0 or 1; others may have heavy tails. */
const LEAST_NON_ZERO = { bounded: 20, unbounded: 100 };

/** An arm of a burn-in: its subjects, and those whose value is not 0. */
export interface BurnInArm extends Pick<Arm, 'n'> {
  readonly nonZero: number;
}

/**
 * Whether the normal approximation holds: 100 subjects in each arm, and 20 (conversion) or 100 (other kinds) expected
 * non-zero subjects in the smaller arm by the pooled share. An arm without a failure passes if the other has enough.
 */
export function pastBurnIn(a: BurnInArm, b: BurnInArm, kind: keyof typeof LEAST_NON_ZERO): boolean {
  const smaller = Math.min(a.n, b.n);
  return smaller >= LEAST_SUBJECTS && ((a.nonZero + b.nonZero) / (a.n + b.n)) * smaller >= LEAST_NON_ZERO[kind];
}
