import { Big } from 'big.js';
import type { Decimal } from '../../primitives/decimal.js';
import { conflict } from '../../primitives/refusal.js';
import { displacedShare } from '../../statistics/index.js';
import { isLive, type Experiment } from '../experiment.js';

/**
 * Under a participation limit, a raise of an older experiment takes subjects from younger ones. The caller must confirm
 * that.
 * @param others experiments of the same environment
 * @throws Refusal `takes_subjects` with the share of subjects, in percent
 */
export function checkDisplaces(
  experiment: Experiment,
  traffic: Decimal,
  others: readonly Experiment[],
  limit: number,
): void {
  const added = new Big(traffic).minus(experiment.traffic);
  if (added.lte(0)) return;
  const live = others.filter((other) => isLive(other) && other.id !== experiment.id);
  const isOlder = (other: Experiment): boolean => ageOf(other) < ageOf(experiment);
  const older = live.filter(isOlder);
  const younger = live.filter((other) => !isOlder(other));
  const share = displacedShare(fraction(added), older.map(takes), younger.map(takes), limit);
  if (share === 0) return;
  // Drops the noise of floating point after the tenth digit, then rounds up: a small share is never shown as none.
  const percent = new Big(share).times(100).round(10).round(4, Big.roundUp).toFixed();
  const what = `about ${percent} percent of the subjects would leave a younger experiment`;
  throw conflict('takes_subjects', `${what}, as each is in ${limit} at most: confirm it`, { share: percent });
}

/** The order that decisions use: by first start, then by id. */
export const ageOf = ({ startedAt, id }: Experiment): string => `${startedAt ?? ''} ${id}`;

const takes = ({ traffic }: Experiment): number => fraction(new Big(traffic));
const fraction = (percent: Big): number => percent.div(100).toNumber();
