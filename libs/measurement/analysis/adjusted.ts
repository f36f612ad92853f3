import { Big } from 'big.js';
import type { PhaseArm, PhasePair } from '../aggregation/compared-sums.js';
import type { WeightedArm } from '../aggregation/comparisons.js';
import type { Amount } from '../aggregation/deltas.js';
import type { Metric } from '../../metrics/index.js';
import {
  compareStrata,
  cupedArm,
  cupedRatioArm,
  cupedRatioTheta,
  cupedTheta,
  isComputable,
  sumClock,
  varianceSaved,
  type Arm,
  type Computed,
  type CupedMoments,
  type CupedRatioMoments,
  type Stratum,
} from '../../statistics/index.js';
import { inferenceOf, type Estimated, type Means } from './inference.js';
import type { MetricRow } from './metric-rows.js';
import { keepsDigits } from './quick-arms.js';
import { strataFor } from './strata.js';

/** The comparison after CUPED. */
export interface Adjusted {
  readonly absolute: Estimated;
  readonly relative: Estimated;
  readonly p: number | null;
  /** The share of the variance of the absolute effect that it saves. */
  readonly varianceSaved: number;
  /** The share of the subjects that have a history. */
  readonly coverage: number;
}

/** The arms of a comparison, and their covariates. */
export interface Adjustable {
  readonly pairs: readonly PhasePair[];
  readonly covariates: readonly MetricRow[];
  readonly control: WeightedArm;
  readonly treatment: WeightedArm;
}

/** The comparison after CUPED; null if it cannot be computed. */
export function adjustedOf({ rule: { kind } }: Metric, of: Adjustable, means: Means): Adjusted | null {
  const sums = sumsOf(of);
  const corrected = kind === 'ratio' || kind === 'mean' ? ofRatios(sums) : ofMeans(sums);
  const pairs = sums.map(({ phase, a, b }, index): PhasePair => {
    const arms = corrected[index];
    return { phase, a: arms && { ...a.arm, arm: arms.a }, b: arms && { ...b.arm, arm: arms.b } };
  });
  const [raw, adjusted] = [of.pairs, pairs].map((each) =>
    strataFor(means.method, each, kind, of.control, of.treatment),
  );
  if (!raw || !adjusted || !isComputable(raw) || !isComputable(adjusted)) return null;
  const [before, after] = [compareStrata(raw, 'absolute'), compareStrata(adjusted, 'absolute')];
  if (!isComputable(before) || !isComputable(after)) return null;
  // The mixture was fixed for the raw metric. Scaled with the variance, the clock of both reads the same.
  const rho = means.rho === null ? null : means.rho * (sumClock(after) / sumClock(before));
  const { absolute, relative, p } = inferenceOf(adjusted, { ...means, rho });
  const known = sums.flatMap(({ a, b }) => [a, b]);
  const subjects = known.reduce((sum, { arm }) => sum + arm.n, 0);
  const coverage = known.reduce((sum, { covariate }) => sum + Number(covariate[0] ?? 0), 0) / subjects;
  return { absolute, relative, p, varianceSaved: varianceSaved(before, after), coverage };
}

interface ArmSums {
  readonly arm: PhaseArm;
  /** known, sp, sq, spp, spq, sqq, sxp, sxq, syp, syq */
  readonly covariate: readonly Amount[];
}

interface PairSums {
  readonly phase: number;
  readonly a: ArmSums;
  readonly b: ArmSums;
}

/** The phases in which both arms have subjects. Without history a subject's covariates are 0. */
function sumsOf({ pairs, covariates, control, treatment }: Adjustable): PairSums[] {
  const covariateOf = (variant: string, phase: number): readonly Amount[] =>
    covariates.find((row) => row.variant === variant && row.phase === phase)?.sums ?? [];
  return pairs.flatMap(({ phase, a, b }) =>
    a && b
      ? [
          {
            phase,
            a: { arm: a, covariate: covariateOf(control.key, phase) },
            b: { arm: b, covariate: covariateOf(treatment.key, phase) },
          },
        ]
      : [],
  );
}

/** Of means, sums, counts and conversions: values are shifted first, because differences of large sums lose digits. */
function ofMeans(pairs: readonly PairSums[]): Stratum[] {
  const all = pairs.flatMap(({ a, b }) => [a, b]);
  const shift: Shift = all.every(keepDigits)
    ? NO_SHIFT
    : { x: meanOver(all, (sums) => sums.arm.sums.sx), p: meanOver(all, pOf) };
  const shifted = pairs.map(({ a, b }) => ({ a: shiftedMoments(a, shift), b: shiftedMoments(b, shift) }));
  const theta = cupedTheta(shifted);
  const back = (arm: Computed<Arm>): Computed<Arm> =>
    isComputable(arm) ? { ...arm, mean: arm.mean + Number(shift.x) } : arm;
  return shifted.map(({ a, b }) => ({ a: back(cupedArm(a, theta)), b: back(cupedArm(b, theta)) }));
}

interface Shift {
  readonly x: Big;
  readonly p: Big;
}

const NO_SHIFT: Shift = { x: new Big(0), p: new Big(0) };
const SHIFT_DIGITS = 6;
const pOf = ({ covariate }: ArmSums): Amount => covariate[1] ?? 0;

/** Whether doubles are enough, also where all values are 0. */
const keepDigits = ({ arm: { n, sums }, covariate: [, sp = 0, , spp = 0] }: ArmSums): boolean =>
  [[sums.sx, sums.sxx] as const, [sp, spp] as const].every(
    ([sum, squares]) => Number(squares) === 0 || keepsDigits(n, Number(sum), Number(squares)),
  );

function meanOver(arms: readonly ArmSums[], sum: (arm: ArmSums) => Amount): Big {
  const subjects = arms.reduce((n, { arm }) => n + arm.n, 0);
  const total = arms.reduce((all, each) => all.plus(sum(each)), new Big(0));
  return subjects === 0 ? new Big(0) : total.div(subjects).round(SHIFT_DIGITS);
}

/** Σ(x−c)² = Σx² − 2c·Σx + n·c², and so on, in exact decimals. */
function shiftedMoments({ arm: { n, sums }, covariate }: ArmSums, shift: Shift): CupedMoments {
  const [, sp = 0, , spp = 0, , , sxp = 0] = covariate;
  if (shift === NO_SHIFT) {
    return { n, sx: Number(sums.sx), sxx: Number(sums.sxx), sp: Number(sp), spp: Number(spp), spx: Number(sxp) };
  }
  const { x: c, p: d } = shift;
  const [x, p] = [new Big(sums.sx), new Big(sp)];
  const square = (sum: Big, squares: Amount, shift: Big): number =>
    Number(new Big(squares).minus(sum.times(shift).times(2)).plus(shift.times(shift).times(n)));
  return {
    n,
    sx: Number(x.minus(c.times(n))),
    sxx: square(x, sums.sxx, c),
    sp: Number(p.minus(d.times(n))),
    spp: square(p, spp, d),
    spx: Number(new Big(sxp).minus(x.times(d)).minus(p.times(c)).plus(c.times(d).times(n))),
  };
}

function ofRatios(pairs: readonly PairSums[]): Stratum[] {
  const moments = pairs.map(({ a, b }) => ({ a: ratioMoments(a), b: ratioMoments(b) }));
  const theta = cupedRatioTheta(moments.flatMap(({ a, b }) => [a, b]));
  return moments.map(({ a, b }) => ({ a: cupedRatioArm(a, theta), b: cupedRatioArm(b, theta) }));
}

function ratioMoments({ arm: { n, sums }, covariate }: ArmSums): CupedRatioMoments {
  const [, sp = 0, sq = 0, spp = 0, sqp = 0, sqq = 0, spx = 0, sqx = 0, spy = 0, sqy = 0] = covariate.map(Number);
  const { sx, sy, sxx, sxy, syy } = sums;
  return {
    ...{ n, sx: Number(sx), sy: Number(sy), sxx: Number(sxx), sxy: Number(sxy), syy: Number(syy) },
    ...{ sp, sq, spp, sqp, sqq, spx, sqx, spy, sqy },
  };
}
