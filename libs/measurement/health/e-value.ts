/** Capped, so that it stays a number that every reader can parse. */
const MOST_LOG_E = Math.log(1e300);

/** An e-value for reports, by its logarithm. */
export const eValueOf = (logE: number): number => Number(Math.exp(Math.min(logE, MOST_LOG_E)).toPrecision(6));
