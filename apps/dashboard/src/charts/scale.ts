export interface Scale {
  readonly min: number;
  readonly max: number;
}

/** The smallest share of the track between its zero and the threshold. */
const SMALLEST_SHARE = 1 / 20;

/**
 * The range of a track that shows values and a threshold: from 0 (or the lowest value) to a round number above all
 * values. Extreme values are cut off, so that the threshold stays visibly away from the edge.
 */
export function trackScale(values: readonly number[], threshold: number): Scale {
  const reach = Math.abs(threshold) / SMALLEST_SHARE;
  const limit = reach === 0 ? Number.POSITIVE_INFINITY : reach;
  const min = Math.max(Math.min(0, threshold * 1.5, ...values), -limit);
  const highest = Math.min(Math.max(0, threshold * 1.5, ...values), limit);
  return { min, max: highest === 0 && min === 0 ? 1 : Math.min(roundUp(highest), limit) };
}

/** The position of a value on the scale, in percent, limited to the ends of the scale. */
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
