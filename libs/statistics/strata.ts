import { type Arm } from './arm.js';
import { type Computed, isComputable, type NotComputableReason } from './computed.js';
import { compareStrata, type Effect, type Pair, type Scale } from './effect.js';

/** The arms of one stratum (a phase, whose shares of the arms are fixed), as far as they can be computed. */
export interface Stratum {
  readonly a: Computed<Arm>;
  readonly b: Computed<Arm>;
}

/** A stratum that lacks these says nothing yet, and is left out. */
const LEFT_OUT: readonly NotComputableReason[] = ['no_subjects', 'one_subject', 'denominator_zero'];

/** The strata with at least 2 subjects in each arm. Not computable, with the first one's reason, if none is left. */
export function comparableStrata(strata: readonly Stratum[]): Computed<Pair[]> {
  const pairs: Pair[] = [];
  let missing: NotComputableReason | null = null;
  for (const { a, b } of strata) {
    if (isComputable(a) && isComputable(b)) pairs.push({ a, b });
    else {
      const reasons = [a, b].flatMap((arm) => (isComputable(arm) ? [] : [arm.notComputable]));
      const grave = reasons.find((reason) => !LEFT_OUT.includes(reason));
      if (grave) return { notComputable: grave };
      missing ??= reasons[0] ?? null;
    }
  }
  return pairs.length > 0 ? pairs : { notComputable: missing ?? 'no_subjects' };
}

/** The effect over all comparable strata; see `compareStrata`. */
export function stratifiedEffect(strata: readonly Stratum[], scale: Scale): Computed<Effect> {
  const pairs = comparableStrata(strata);
  return isComputable(pairs) ? compareStrata(pairs, scale) : pairs;
}
