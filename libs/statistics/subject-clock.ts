import { planRatio, type Sides } from './sequential.js';

/**
 * Confidence sequences whose clock counts subjects, tuned to be tightest at nStar of them. Published numbers use this
 * clock. Assay's own tests use the sum clock, because a clock of subjects stands still while their values still grow.
 * Source: Waudby-Smith, Arbour, Sinha, Kennedy, Ramdas, 'Time-uniform central limit theory', 2021, (14) and (155).
 * @returns r = n·ρ², for `twoSidedCriticalZ`, `twoSidedLogE` and the functions below
 */
export function subjectClock(n: number, nStar: number, alpha: number, sides: Sides): number {
  return (n * planRatio(alpha, sides)) / nStar;
}

/** The z by which a one-sided confidence sequence of level 1 − alpha differs from the estimate. */
export function asymptoticCriticalZ(r: number, alpha: number): number {
  return Math.sqrt(2 * ((r + 1) / r) * Math.log1p(Math.sqrt(r + 1) / (2 * alpha)));
}

/** The alpha whose one-sided confidence sequence ends at 0, with r as it is: at most 1, and 1 for z up to 0. */
export function asymptoticP(z: number, r: number): number {
  if (z <= 0) return 1;
  return Math.min(1, Math.sqrt(r + 1) / (2 * Math.expm1((z * z * r) / (2 * (r + 1)))));
}
