/** What a test is to find: the smallest relative effect of interest, at a level, with a power. */
export interface TestAim {
  readonly mde: number;
  readonly alpha: number;
  readonly power: number;
}

const MOST_ALPHA = 0.5;
const LEAST_ALPHA = 1e-6;
const MOST_POWER = 0.9999;
const MOST_MDE = 1_000;

/** Which part of an aim no test can have, and why; null if all can be. */
export function impossibleAim({ mde, alpha, power }: TestAim): { field: keyof TestAim; message: string } | null {
  if (!(mde > 0 && mde <= MOST_MDE)) {
    return { field: 'mde', message: `the smallest effect is above 0, at most ${MOST_MDE}` };
  }
  if (!(alpha >= LEAST_ALPHA && alpha < MOST_ALPHA)) {
    return { field: 'alpha', message: `alpha is at least ${LEAST_ALPHA} and below ${MOST_ALPHA}` };
  }
  if (!(power > alpha && power <= MOST_POWER)) {
    return { field: 'power', message: `the power is above alpha, at most ${MOST_POWER}` };
  }
  return null;
}
