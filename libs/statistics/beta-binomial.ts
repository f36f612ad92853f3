import { logIncompleteBeta } from './distributions.js';
import { risingRoot } from './one-sided.js';
import { mixtureRho, type Sides } from './sequential.js';

/** A walk of steps from −g to h with mean 0, such as Bernoulli trials less their rate g (then h is 1 − g). */
export interface BetaBinomial {
  readonly g: number;
  readonly h: number;
  /** The clock at which the test is most powerful at level `alpha`. */
  readonly vOpt: number;
  readonly alpha: number;
  readonly sides: Sides;
}

/**
 * ln of the e-value of the beta-binomial mixture after a walk of sum s whose variance under the null is v. One-sided: it
 * speaks against a mean of at most 0. Source: Howard et al. 2021, propositions 7 and 8.
 */
export function betaBinomialLogE(s: number, v: number, mixture: BetaBinomial): number {
  const { g, h, sides } = mixture;
  const r = spread(mixture);
  const whole = g + h;
  const cut = sides === 'one_sided' ? h / whole : 1;
  return (
    (v / (g * h)) * Math.log(whole) -
    ((v + h * s) / (h * whole)) * Math.log(g) -
    ((v - g * s) / (g * whole)) * Math.log(h) +
    logIncompleteBeta(cut, (r + v - g * s) / (g * whole), (r + v + h * s) / (h * whole)) -
    logIncompleteBeta(cut, r / (g * whole), r / (h * whole))
  );
}

/** The sum at which the e-value reaches 1/alpha, at most v/g: a walk cannot go farther. */
export function betaBinomialBound(v: number, alpha: number, mixture: BetaBinomial): number {
  const most = v / mixture.g;
  return risingRoot((s) => betaBinomialLogE(s, v, mixture) + Math.log(alpha), most / 2, most);
}

/** The mixture's parameter r: the normal mixture's ρ less the variance of one step. */
function spread({ g, h, vOpt, alpha, sides }: BetaBinomial): number {
  return Math.max(mixtureRho(vOpt, alpha, sides) - g * h, 1e-3 * g * h);
}
