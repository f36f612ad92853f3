import { benjaminiHochberg, holm } from './many-comparisons.js';
import {
  conversionVariances,
  fixedPower,
  type Goal,
  type PlannedArms,
  relativeMde,
  relativeStandardError,
  sampleSize,
  type Variances,
  zOf,
} from './power.js';
import {
  alphaOf,
  flagOf,
  numberOf,
  numbersOf,
  type PublishedInput,
  type PublishedMethod,
  type PublishedOutput,
} from './published-input.js';
import { normalQuantile } from './distributions.js';
import { type Sides, twoSidedCriticalZ } from './sequential.js';
import { subjectClock } from './subject-clock.js';

/** Published methods for planning, and for many tests at once. */
export const planningMethods: Readonly<Record<string, PublishedMethod>> = {
  holm_bh: (input) => {
    const p = numbersOf(input, 'p');
    const adjusted = { holm: holm(p), bh: benjaminiHochberg(p) };
    return { ...adjusted, holm_sorted: ascending(adjusted.holm), bh_sorted: ascending(adjusted.bh) };
  },
  holm: (input) => ({ holm: holm(numbersOf(input, 'p')) }),
  benjamini_hochberg: (input) => ({ bh: benjaminiHochberg(numbersOf(input, 'p')) }),
  power_mde_relative: powerAndMde,
  sample_size: absoluteSampleSize,
  sample_size_unequal: unequalSampleSize,
  sample_size_non_inferiority: nonInferioritySampleSize,
};

/** Adjusted p-values rise with the raw ones, so this is the order of the raw ones. */
function ascending(values: readonly number[]): number[] {
  return [...values].sort((one, other) => one - other);
}

function varianceFrom(input: PublishedInput): number {
  const p = numberOf(input, 'p', NaN);
  return numberOf(input, 'variance', p * (1 - p));
}

/** GrowthBook's power: a sequential test counts as a fixed one whose standard error is larger by the critical values. */
function powerAndMde(input: PublishedInput): PublishedOutput {
  const alpha = alphaOf(input);
  const perArm = numberOf(input, 'n_total') / numberOf(input, 'n_variations', 2);
  const arms: PlannedArms = {
    mean: numberOf(input, ['mean', 'p']),
    variance: varianceFrom(input),
    controlSubjects: perArm,
    treatmentSubjects: perArm,
  };
  const effect = numberOf(input, ['relative_effect', 'effect_size'], 0);
  const se = relativeStandardError(arms, effect);
  const z = zOf({ alpha, power: numberOf(input, ['power_for_mde', 'power'], 0.8), sides: 'two_sided' });
  const fixed = { power: fixedPower(effect, se, alpha, 'two_sided'), mde: relativeMde(arms, z) };
  const nStar = numberOf(input, ['N_star', 'n_star'], NaN);
  if (Number.isNaN(nStar)) return fixed;
  const r = subjectClock(2 * perArm, nStar, alpha, 'two_sided');
  const wider = twoSidedCriticalZ(r, alpha) / -normalQuantile(alpha / 2);
  return {
    ...fixed,
    power_sequential: fixedPower(effect, se * wider, alpha, 'two_sided'),
    mde_sequential: relativeMde(arms, z * wider),
  };
}

/** Without weights, control has half of all subjects and treatments share the rest; if all are compared, all have the same. */
function absoluteSampleSize(input: PublishedInput): PublishedOutput {
  const treatments = numberOf(input, 'arms', 2) - 1;
  const control = input.comparisons === 'all_vs_all' ? 1 / treatments : 1;
  const shared = [control, ...Array.from({ length: treatments }, () => 1 / treatments)];
  const difference = numberOf(
    input,
    'absolute_mde',
    numberOf(input, 'relative_mde', NaN) * numberOf(input, ['mean', 'p'], NaN),
  );
  return sized(equalVariances(varianceFrom(input)), difference, numbersOf(input, 'weights', shared), goalOf(input));
}

function unequalSampleSize(input: PublishedInput): PublishedOutput {
  const mean = numberOf(input, ['mean', 'p']);
  const difference = numberOf(input, 'relative_mde') * mean;
  const conversion = flagOf(input, 'binary', typeof input.p === 'number');
  const variances = conversion ? conversionVariances(mean, difference) : equalVariances(varianceFrom(input));
  return sized(variances, difference, numbersOf(input, 'weights', [1, 1]), goalOf(input));
}

/** Non-inferiority assumes no difference, so both arms vary alike, and asks for the margin in one direction. */
function nonInferioritySampleSize(input: PublishedInput): PublishedOutput {
  const difference = numberOf(input, 'relative_nim') * numberOf(input, ['mean', 'p']);
  const goal: Goal = {
    alpha: numberOf(input, ['alpha_one_sided', 'alpha'], 0.05),
    power: numberOf(input, 'power', 0.8),
    sides: 'one_sided',
  };
  return sized(equalVariances(varianceFrom(input)), difference, numbersOf(input, 'weights', [1, 1]), goal);
}

function equalVariances(variance: number): Variances {
  return { control: variance, treatment: variance };
}

function goalOf(input: PublishedInput): Goal {
  const sides: Sides = flagOf(input, 'two_sided', true) ? 'two_sided' : 'one_sided';
  return { alpha: alphaOf(input), power: numberOf(input, 'power', 0.8), sides };
}

function sized(variances: Variances, difference: number, weights: readonly number[], goal: Goal): PublishedOutput {
  const { total, perArm } = sampleSize(variances, difference, weights, goal);
  return { n_total: total, n_per_arm: perArm };
}
