import { Big } from 'big.js';
import type { Experiment } from '../../experiments/index.js';
import type { Decimal } from '../../primitives/decimal.js';

/** The number of subjects of an arm, and the number expected from its weight. */
export interface ArmSplit {
  readonly variant: string;
  readonly observed: number;
  /** To two decimals. */
  readonly expected: Decimal;
}

/** Exposed subjects by phase, then by variant; a subject counts in the first phase that exposed it. */
export type ExposedByPhase = ReadonlyMap<number, ReadonlyMap<string, number>>;

interface Arm {
  readonly variant: string;
  readonly weight: number;
  readonly subjects: number;
}

/** The subjects of one phase, which should split by the weights of its arms. */
export interface Stratum {
  readonly phase: number;
  readonly arms: readonly Arm[];
}

/**
 * The phases of an experiment, each with the arms whose subjects should split by the weights. A disabled arm is left
 * out from then on, even after it is enabled again. Subjects who came while it was disabled are exposed to it late,
 * but those of the other arms count in an earlier phase.
 */
export function strataOf({ variants, phases }: Experiment, exposed: ExposedByPhase): Stratum[] {
  const disabled = new Set<string>();
  return phases.map(({ phase, disabledArms }) => {
    for (const arm of disabledArms) disabled.add(arm);
    const subjects = exposed.get(phase);
    const arms = variants
      .filter(({ key, weight }) => !disabled.has(key) && Number(weight) > 0)
      .map(({ key, weight }) => ({ variant: key, weight: Number(weight), subjects: subjects?.get(key) ?? 0 }));
    return { phase, arms };
  });
}

/** Observed and expected subjects of each arm over all phases; each phase expects them by the weights of its arms. */
export function splitOf(strata: readonly Stratum[]): ArmSplit[] {
  const split = new Map<string, { observed: number; expected: Big }>();
  for (const { arms } of strata) {
    const subjects = arms.reduce((sum, arm) => sum + arm.subjects, 0);
    const scale = arms.reduce((sum, arm) => sum.plus(arm.weight), new Big(0));
    for (const { variant, weight, subjects: observed } of arms) {
      const before = split.get(variant) ?? { observed: 0, expected: new Big(0) };
      const expected = before.expected.plus(new Big(subjects).times(weight).div(scale));
      split.set(variant, { observed: before.observed + observed, expected });
    }
  }
  return [...split].map(([variant, { observed, expected }]) => ({
    variant,
    observed,
    expected: new Big(expected.toFixed(2)).toFixed(),
  }));
}
