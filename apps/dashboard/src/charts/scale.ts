export interface Scale {
  readonly min: number;
  readonly max: number;
}

/** A threshold stays at least this share of the track away from its edge. */
const SMALLEST_SHARE = 1 / 20;

/**
 * The range of a track that shows values against a threshold: from 0 (or the lowest) to a round number above all of
 * them; values so far out that the threshold could not be told from the edge are cut off instead.
 */
export function trackScale(values: readonly number[], threshold: number): Scale {
  const reach = Math.abs(threshold) / SMALLEST_SHARE;
  const limit = reach === 0 ? Number.POSITIVE_INFINITY : reach;
  const min = Math.max(Math.min(0, threshold * 1.5, ...values), -limit);
  const highest = Math.min(Math.max(0, threshold * 1.5, ...values), limit);
  return { min, max: highest === 0 && min === 0 ? 1 : Math.min(roundUp(highest), limit) };
}

/** Where a value lies on the scale, in percent, cut off at its ends. */
export function percentAlong(scale: Scale, value: number): number {
  const share = (value - scale.min) / (scale.max - scale.min);
  return Math.min(1, Math.max(0, share)) * 100;
}

/** The next 1, 1.5, 2, 2.5, 3, 4, 5, 6 or 8 times a power of ten. */
export function roundUp(value: number): number {
  if (value <= 0) return 0;
  const power = 10 ** Math.floor(Math.log10(value));
  const step = [1, 1.5, 2, 2.5, 3, 4, 5, 6, 8].find((candidate) => candidate * power >= value * (1 - 1e-9)) ?? 10;
  return Number((step * power).toPrecision(12));
}
