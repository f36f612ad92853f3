import type { PhaseArm } from '../../libs/measurement/aggregation/compared-sums.js';
import {
  conversionArm,
  cupedArm,
  type Computed,
  type Arm,
  type CupedMoments,
  meanArm,
  ratioArm,
} from '../../libs/statistics/index.js';
import { type Model, P, X, Y } from './models.js';

/** The sums of one arm as numbers, in place: the product's are exact decimals, which a simulation has no time for. */
export class ArmSums {
  private readonly sums = new Float64Array(10);

  get n(): number {
    return this.sums[N] ?? 0;
  }

  /** A new subject without a value. */
  enrol(): void {
    this.plus(N, 1);
  }

  /** A new subject with its value, denominator and value before. */
  add(subject: Float64Array): void {
    const [x, y, p] = [subject[X] ?? 0, subject[Y] ?? 0, subject[P] ?? 0];
    this.plus(N, 1);
    if (x !== 0) this.plus(NON_ZERO, 1);
    this.plus(SX, x);
    this.plus(SXX, x * x);
    this.plus(SY, y);
    this.plus(SYY, y * y);
    this.plus(SXY, x * y);
    this.plus(SP, p);
    this.plus(SPP, p * p);
    this.plus(SPX, p * x);
  }

  /** A known subject's value grows from `before` by `more`. */
  grow(before: number, more: number): void {
    if (before === 0) this.plus(NON_ZERO, 1);
    this.plus(SX, more);
    this.plus(SXX, 2 * before * more + more * more);
  }

  /** The same subjects, without values. */
  restart(): void {
    this.sums.fill(0, NON_ZERO);
  }

  get moments(): CupedMoments {
    const [n = 0, , sx = 0, sxx = 0, , , , sp = 0, spp = 0, spx = 0] = this.sums;
    return { n, sx, sxx, sp, spp, spx };
  }

  /** The arm as looks take it. θ corrects by CUPED; null leaves the metric as it is. */
  armFor(model: Pick<Model, 'kind'>, theta: number | null): PhaseArm | undefined {
    const [n = 0, nonZero = 0, sx = 0, sxx = 0, sy = 0, syy = 0, sxy = 0] = this.sums;
    if (n === 0) return undefined;
    const sums = { n, sx, sy, sxx, sxy, syy };
    return { n, nonZero, sums, arm: theta === null ? plainArm(model, sums) : cupedArm(this.moments, theta) };
  }

  private plus(place: number, amount: number): void {
    this.sums[place] = (this.sums[place] ?? 0) + amount;
  }
}

const [N, NON_ZERO, SX, SXX, SY, SYY, SXY, SP, SPP, SPX] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9] as const;

/** As `armOf` of the aggregation, with numbers for decimals. */
function plainArm(
  { kind }: Pick<Model, 'kind'>,
  sums: { n: number; sx: number; sy: number; sxx: number; sxy: number; syy: number },
): Computed<Arm> {
  if (kind === 'conversion') return conversionArm(sums);
  return kind === 'ratio' || kind === 'mean' ? ratioArm(sums) : meanArm(sums);
}
