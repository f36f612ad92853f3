/** The percentile of the values by nearest rank; `share` is from 0 to 1. @throws RangeError without values */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const value = sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)];
  if (value === undefined) throw new RangeError('a percentile needs values');
  return value;
}

export const median = (values: readonly number[]): number => percentile(values, 0.5);

/** A whole number with a comma between thousands. */
export const whole = (value: number): string => Math.round(value).toLocaleString('en-GB');
