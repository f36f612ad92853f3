import { type Arm, ratioArm } from './arm.js';
import { absolutePrior, credibleInterval, expectedLoss, posterior, type Risk } from './bayesian.js';
import { type Computed, isComputable } from './computed.js';
import { cupedArm, cupedRatioArm, cupedRatioTheta, cupedTheta } from './cuped.js';
import { compareStrata, type Effect, effectOf, type Scale } from './effect.js';
import { fixedInterval, fixedLowerBound, fixedP, fixedPGreater, fixedPLesser, fixedUpperBound } from './fixed.js';
import { cupedMomentsOf, cupedRatioMomentsOf, type RatioMoments } from './moments.js';
import {
  alphaOf,
  armOf,
  cupedMomentsFrom,
  flagOf,
  maybePartOf,
  numberOf,
  numbersOf,
  outputOf,
  partOf,
  type PublishedInput,
  type PublishedMethod,
  type PublishedOutput,
} from './published-input.js';
import { type QuantileArm, quantileEffect } from './quantile.js';

const A_AND_B = ['control', 'treatment'] as const;

/** Published methods on effects at a planned time: means, conversions, ratios, CUPED, quantiles, posteriors. */
export const effectMethods: Readonly<Record<string, PublishedMethod>> = {
  welch_t_delta_relative: (input) => fixedOutput(plainEffect(input, true), input),
  welch_t_absolute: (input) => fixedOutput(plainEffect(input, false), input),
  proportion_t_relative: (input) => fixedOutput(plainEffect(input, true, true), input),
  one_sided_t: (input) => outputOf(plainEffect(input, true), (effect) => oneSided(effect, input)),
  delta_variance: deltaVariance,
  ratio_metric_delta: (input) => {
    const [a, b] = A_AND_B.map((name) => ratioArm(ratioMomentsFrom(partOf(input, name))));
    return fixedOutput(compared(a, b, scaleOf(input, true)), input);
  },
  cuped_relative: (input) => fixedOutput(cupedEffect(input), input),
  cuped_theta: (input) => ({ theta: thetaOf(input) }),
  cuped_ratio_relative: cupedRatio,
  gaussian_effect_posterior: gaussianPosterior,
  normal_expected_loss: (input) => ({
    risk: riskList(expectedLoss(numberOf(input, 'mean'), numberOf(input, ['sd', 'stddev']))),
  }),
  quantile_diff_order_stat_se: quantileDifference,
  non_inferiority_z: nonInferiority,
};

export function scaleOf(input: PublishedInput, relative: boolean): Scale {
  return flagOf(input, 'relative', relative) ? 'relative' : 'absolute';
}

/** The effect of `treatment` against `control`, each by its sums. */
export function plainEffect(input: PublishedInput, relative: boolean, binary = false): Computed<Effect> {
  const conversion = flagOf(input, 'binary', binary);
  const [a, b] = A_AND_B.map((name) => armOf(partOf(input, name), conversion));
  return compared(a, b, scaleOf(input, relative));
}

/** The same, corrected by CUPED. */
export function cupedEffect(input: PublishedInput): Computed<Effect> {
  const [a, b] = [cupedMomentsFrom(partOf(input, 'control')), cupedMomentsFrom(partOf(input, 'treatment'))];
  const theta = cupedTheta([{ a, b }]);
  return effectOf(cupedArm(a, theta), cupedArm(b, theta), scaleOf(input, true));
}

function compared(a: Computed<Arm> | undefined, b: Computed<Arm> | undefined, scale: Scale): Computed<Effect> {
  return effectOf(a ?? { notComputable: 'no_subjects' }, b ?? { notComputable: 'no_subjects' }, scale);
}

function fixedOutput(result: Computed<Effect>, input: PublishedInput): PublishedOutput {
  return outputOf(result, (effect) => {
    const { estimate, se, df } = effect;
    return { estimate, se, df, ci: fixedInterval(effect, alphaOf(input)), p: fixedP(effect) };
  });
}

function oneSided(effect: Effect, input: PublishedInput): PublishedOutput {
  const { estimate, se, df } = effect;
  const bound =
    input.alternative === 'treatment_lesser'
      ? { upper: fixedUpperBound(effect, alphaOf(input)), p: fixedPLesser(effect) }
      : { lower: fixedLowerBound(effect, alphaOf(input)), p: fixedPGreater(effect) };
  return { estimate, se, df, ...bound };
}

function deltaVariance(input: PublishedInput): PublishedOutput {
  const arm = (name: string): Arm => ({
    n: numberOf(input, `n${name}`),
    mean: numberOf(input, `mean${name}`),
    variance: numberOf(input, `var${name}`),
  });
  const pair = { a: arm('A'), b: arm('B') };
  return outputOf(compareStrata([pair], 'absolute'), (absolute) =>
    outputOf(compareStrata([pair], 'relative'), (relative) => ({
      absolute: absolute.se ** 2,
      relative: relative.se ** 2,
    })),
  );
}

function ratioMomentsFrom(input: PublishedInput): RatioMoments {
  return {
    n: numberOf(input, 'n'),
    sx: numberOf(input, 'm_sum'),
    sxx: numberOf(input, ['m_ss', 'm_sum_squares']),
    sy: numberOf(input, 'd_sum'),
    syy: numberOf(input, ['d_ss', 'd_sum_squares']),
    sxy: numberOf(input, ['md', 'm_d']),
  };
}

/** θ of two arms, each by its sums or its lists `pre` and `post`; or of one pair of lists, as if both arms had it. */
function thetaOf(input: PublishedInput): number {
  const [a, b] = A_AND_B.map((name) => {
    const part = maybePartOf(input, name) ?? input;
    return 'pre' in part ? cupedMomentsOf(numbersOf(part, 'post'), numbersOf(part, 'pre')) : cupedMomentsFrom(part);
  });
  return a && b ? cupedTheta([{ a, b }]) : 0;
}

function cupedRatio(input: PublishedInput): PublishedOutput {
  const moments = A_AND_B.map((name) => {
    const part = partOf(input, name);
    const [x, y] = [numbersOf(part, 'm_post'), numbersOf(part, 'd_post')];
    return cupedRatioMomentsOf(x, y, numbersOf(part, 'm_pre'), numbersOf(part, 'd_pre'));
  });
  const theta = numberOf(input, 'theta', cupedRatioTheta(moments));
  const [a, b] = moments.map((arm) => cupedRatioArm(arm, theta));
  return { theta, ...fixedOutput(compared(a, b, scaleOf(input, true)), input) };
}

function gaussianPosterior(input: PublishedInput): PublishedOutput {
  const binary = flagOf(input, 'binary', false);
  const control = armOf(partOf(input, 'control'), binary);
  return outputOf(plainEffect(input, true), (effect) => {
    const given = maybePartOf(input, 'prior');
    const relative = given && {
      mean: numberOf(given, 'mean', 0),
      variance: numberOf(given, 'variance', numberOf(given, ['sd', 'stddev'], NaN) ** 2),
    };
    const absolute = scaleOf(input, true) === 'absolute' && isComputable(control);
    const believed = posterior(effect, relative && absolute ? absolutePrior(relative, control.mean) : relative);
    return {
      estimate: believed.mean,
      sd: believed.sd,
      ci: credibleInterval(believed, alphaOf(input)),
      chance_to_win: believed.chanceToWin,
      risk: riskList(believed.risk),
    };
  });
}

function riskList({ control, treatment }: Risk): readonly number[] {
  return [control, treatment];
}

function quantileDifference(input: PublishedInput): PublishedOutput {
  const arm = (part: PublishedInput): QuantileArm => ({
    n: numberOf(part, 'n'),
    value: numberOf(part, ['q', 'quantile_hat']),
    lower: numberOf(part, ['q_lower', 'quantile_lower']),
    upper: numberOf(part, ['q_upper', 'quantile_upper']),
  });
  const [a, b] = [arm(partOf(input, 'control')), arm(partOf(input, 'treatment'))];
  return outputOf(quantileEffect(a, b, 'absolute'), (absolute) =>
    outputOf(quantileEffect(a, b, 'relative'), (relative) => ({
      abs_estimate: absolute.estimate,
      abs_se: absolute.se,
      abs_ci: fixedInterval(absolute, alphaOf(input)),
      rel_estimate: relative.estimate,
      rel_se: relative.se,
      rel_ci: fixedInterval(relative, alphaOf(input)),
    })),
  );
}

/** A one-sided z-test per preferred direction, against a margin relative to the control's mean. Source: Spotify. */
function nonInferiority(input: PublishedInput): PublishedOutput {
  const alpha = 1 - numberOf(input, ['interval', 'interval_size'], 0.95);
  // As in the source, sums that equal their sums of squares are those of zeros and ones.
  const parts = A_AND_B.map((name) => partOf(input, name));
  const binary = parts.every((part) => part.sum === part.sum_squares);
  const [a, b] = parts.map((part) => armOf(part, binary));
  return outputOf(compared(a, b, 'absolute'), (welch) => {
    const effect = { ...welch, df: Infinity };
    const margin = a && isComputable(a) ? numberOf(input, 'relative_nim') * Math.abs(a.mean) : NaN;
    const [lower, upper] = [fixedLowerBound(effect, alpha), fixedUpperBound(effect, alpha)];
    return {
      difference: effect.estimate,
      lower_if_increase_preferred: lower,
      upper_if_decrease_preferred: upper,
      increase_non_inferior: lower > -margin,
      decrease_non_inferior: upper < margin,
      p_if_increase_preferred: fixedPGreater(effect, -margin),
      p_if_decrease_preferred: fixedPLesser(effect, margin),
    };
  });
}
