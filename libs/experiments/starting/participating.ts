import { Big } from 'big.js';
import type { Decimal } from '../../primitives/decimal.js';
import { displacedShares, shareWithin } from '../../statistics/index.js';
import { isLive, type Experiment } from '../experiment.js';
import { ageOf } from './displacement.js';

/** A younger experiment that subjects would leave. */
export interface Displaced {
  readonly experiment: Experiment;
  /** Of its subjects, from 0 to 1. */
  readonly share: number;
}

/** What a participation limit makes of a start, or of other traffic. */
export interface Participating {
  /** The share of its own traffic that the limit leaves to it, from 0 to 1. */
  readonly kept: number;
  /** The oldest first. */
  readonly displaced: readonly Displaced[];
}

/**
 * A start takes nobody from another experiment, because the started one is the youngest. A raise takes subjects from
 * younger ones. Traffics are assumed to be independent.
 * @param others experiments of the same environment
 */
export function participatingWith(
  experiment: Experiment,
  traffic: Decimal,
  others: readonly Experiment[],
  limit: number,
): Participating {
  const live = others.filter((other) => isLive(other) && other.id !== experiment.id).toSorted(byAge);
  const isOlder = (other: Experiment): boolean => !isLive(experiment) || ageOf(other) < ageOf(experiment);
  const older = live.filter(isOlder);
  const younger = live.filter((other) => !isOlder(other));
  const elders = older.map(takes);
  const kept = shareWithin(elders, limit);
  const added = fraction(traffic) - takes(experiment);
  if (added <= 0) return { kept, displaced: [] };
  const shares = displacedShares(added, takes(experiment), elders, younger.map(takes), limit);
  const displaced = younger.map((other, index) => ({ experiment: other, share: shares[index] ?? 0 }));
  return { kept, displaced: displaced.filter(({ share }) => share > 0) };
}

const byAge = (one: Experiment, other: Experiment): number => (ageOf(one) < ageOf(other) ? -1 : 1);
const takes = ({ traffic }: Experiment): number => fraction(traffic);
const fraction = (percent: Decimal): number => new Big(percent).div(100).toNumber();
