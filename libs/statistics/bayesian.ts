import { normalCdf, normalPdf, normalQuantile } from './distributions.js';
import { type Effect } from './effect.js';
import { type Interval } from './fixed.js';

/** A normal prior of the effect. */
export interface Prior {
  readonly mean: number;
  readonly variance: number;
}

/** The prior of relative effects that Assay offers beside the flat one: N(0, 0.3²). */
export const RELATIVE_PRIOR: Prior = { mean: 0, variance: 0.09 };

/** What is believed of an effect after the data. It is not protected against peeking. */
export interface Posterior {
  readonly mean: number;
  readonly sd: number;
  /** P(effect > 0). */
  readonly chanceToWin: number;
  readonly risk: Risk;
}

/** The expected loss of a choice, if more is better. */
export interface Risk {
  /** Of staying with control: E max(effect, 0). */
  readonly control: number;
  /** Of taking treatment: E max(−effect, 0). */
  readonly treatment: number;
}

/**
 * The normal posterior of an effect: precisions add up. A null prior is flat.
 * @param prior on the scale of the effect; see `absolutePrior`
 */
export function posterior({ estimate, se }: Pick<Effect, 'estimate' | 'se'>, prior: Prior | null): Posterior {
  const precision = 1 / se ** 2 + (prior ? 1 / prior.variance : 0);
  const mean = prior ? (estimate / se ** 2 + prior.mean / prior.variance) / precision : estimate;
  const sd = Math.sqrt(1 / precision);
  return { mean, sd, chanceToWin: normalCdf(mean / sd), risk: expectedLoss(mean, sd) };
}

/** The central interval that holds the effect with probability 1 − alpha. */
export function credibleInterval({ mean, sd }: Pick<Posterior, 'mean' | 'sd'>, alpha: number): Interval {
  const width = -normalQuantile(alpha / 2) * sd;
  return [mean - width, mean + width];
}

/** A prior of relative effects on the scale of absolute ones. */
export function absolutePrior({ mean, variance }: Prior, controlMean: number): Prior {
  return { mean: mean * Math.abs(controlMean), variance: variance * controlMean ** 2 };
}

/** The expected loss of either choice under a normal effect. sd is above 0. */
export function expectedLoss(mean: number, sd: number): Risk {
  const density = sd * normalPdf(mean / sd);
  return {
    control: Math.max(0, mean * normalCdf(mean / sd) + density),
    treatment: Math.max(0, -mean * normalCdf(-mean / sd) + density),
  };
}
