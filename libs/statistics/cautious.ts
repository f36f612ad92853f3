import { type Arm } from './arm.js';
import { correctedVariance, type Pair } from './effect.js';

/**
 * The pair with the smaller arm's variance raised to the pooled one, if it is below. A small arm of skewed values has a
 * low mean and a low variance together, so its own variance makes a low mean look too certain. Looked at every 100th of
 * 20,000 subjects split 90:10, log-normal values without an effect gave 8.8% false 'safe' at a nominal 5%, and 1.1% with
 * the pooled variance. The price: a treatment in a small arm that truly varies less is found later.
 */
export function cautious({ a, b }: Pair): Pair {
  const pooled = (a.n * correctedVariance(a) + b.n * correctedVariance(b)) / (a.n + b.n);
  return a.n < b.n ? { a: raisedTo(pooled, a), b } : { a, b: b.n < a.n ? raisedTo(pooled, b) : b };
}

function raisedTo(variance: number, arm: Arm): Arm {
  return { ...arm, variance: arm.variance + Math.max(0, variance - correctedVariance(arm)) };
}
