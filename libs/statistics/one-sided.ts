import { normalLogCdf } from './distributions.js';

/**
 * ln of the e-value of the one-sided normal mixture, against effects of at most 0: the mixture is a half-normal. Under
 * the null it ever reaches 1/alpha in at most alpha of all experiments. Source: Howard et al. 2021, proposition 6.
 * @param z estimate / se
 * @param r clock / ρ, above 0; ρ as of `mixtureRho`
 */
export function oneSidedLogE(z: number, r: number): number {
  const shrunk = z * Math.sqrt(r / (1 + r));
  return 0.5 * (2 * Math.LN2 - Math.log1p(r)) + 0.5 * shrunk * shrunk + normalLogCdf(shrunk);
}

/** The z at which the one-sided e-value reaches 1/alpha. */
export function oneSidedCriticalZ(r: number, alpha: number): number {
  return risingRoot((z) => oneSidedLogE(z, r) + Math.log(alpha), 1);
}

/** The root from 0 of a rising function, to the last digit. The search begins at `start` and doubles. */
export function risingRoot(of: (x: number) => number, start: number, most = Infinity): number {
  let [low, high] = [0, Math.min(start, most)];
  while (of(high) < 0) {
    if (high >= most || high > 1e300) return high;
    [low, high] = [high, Math.min(2 * high, most)];
  }
  for (let middle = (low + high) / 2; middle > low && middle < high; middle = (low + high) / 2) {
    if (of(middle) < 0) low = middle;
    else high = middle;
  }
  return high;
}
