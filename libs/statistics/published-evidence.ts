import { type BetaBinomial, betaBinomialBound, betaBinomialLogE } from './beta-binomial.js';
import { type Computed } from './computed.js';
import { type Effect } from './effect.js';
import { oneSidedCriticalZ, oneSidedLogE } from './one-sided.js';
import { cupedEffect, plainEffect } from './published-effects.js';
import {
  alphaOf,
  numberOf,
  numbersOf,
  outputOf,
  partsOf,
  type PublishedInput,
  type PublishedMethod,
  type PublishedOutput,
  tableOf,
} from './published-input.js';
import { alwaysValidP, mixtureRho, type Sides, twoSidedCriticalZ, twoSidedLogE } from './sequential.js';
import { multinomialLogs, pearson, SRM_CONCENTRATION } from './srm.js';
import { asymptoticCriticalZ, asymptoticP, subjectClock } from './subject-clock.js';

/** Published methods that stay valid while data comes, and tests of the sample ratio. */
export const evidenceMethods: Readonly<Record<string, PublishedMethod>> = {
  asymptotic_cs_two_sided: (input) => twoSided(plainEffect(input, true), input),
  asymptotic_cs_two_sided_cuped: (input) => twoSided(cupedEffect(input), input),
  asymptotic_cs_one_sided: oneSided,
  'normal_mixture_two_sided (=mSPRT)': normalTwoSided,
  normal_mixture_two_sided: normalTwoSided,
  normal_mixture_one_sided: normalOneSided,
  beta_binomial_mixture: betaBinomial,
  srm_chi_square: chiSquare,
  sequential_srm_dirichlet_multinomial: dirichletMultinomial,
};

function nStarOf(input: PublishedInput): number {
  return numberOf(input, ['N_star', 'n_star'], 5_000);
}

function twoSided(result: Computed<Effect>, input: PublishedInput): PublishedOutput {
  return outputOf(result, ({ estimate, se, n }) => {
    const alpha = alphaOf(input);
    const r = subjectClock(n, nStarOf(input), alpha, 'two_sided');
    const width = se * twoSidedCriticalZ(r, alpha);
    const [lower, upper] = [estimate - width, estimate + width];
    const p = alwaysValidP(twoSidedLogE(estimate / se, r));
    return { estimate, se, ci: [lower, upper], ci_lower: lower, ci_upper: upper, p };
  });
}

function oneSided(input: PublishedInput): PublishedOutput {
  return outputOf(plainEffect(input, true), ({ estimate, se, n }) => {
    const alpha = alphaOf(input);
    const r = subjectClock(n, nStarOf(input), alpha, 'one_sided');
    const width = se * asymptoticCriticalZ(r, alpha);
    const [p_greater, p_lesser] = [asymptoticP(estimate / se, r), asymptoticP(-estimate / se, r)];
    return { estimate, se, lower: estimate - width, upper: estimate + width, p_greater, p_lesser };
  });
}

/** The sum, the clock and ρ of a normal mixture. */
function normalMixture(input: PublishedInput, sides: Sides): { s: number; v: number; rho: number; at: number } {
  const v = numberOf(input, 'v');
  const rho = mixtureRho(numberOf(input, 'v_opt'), numberOf(input, ['alpha_opt', 'alpha'], 0.05), sides);
  return { s: numberOf(input, 's'), v, rho, at: numberOf(input, 'bound_at_v', v) };
}

function normalTwoSided(input: PublishedInput): PublishedOutput {
  const { s, v, rho, at } = normalMixture(input, 'two_sided');
  const bound = Math.sqrt(at) * twoSidedCriticalZ(at / rho, alphaOf(input));
  return { rho, log_mixture: twoSidedLogE(s / Math.sqrt(v), v / rho), bound };
}

function normalOneSided(input: PublishedInput): PublishedOutput {
  const { s, v, rho, at } = normalMixture(input, 'one_sided');
  const bound = Math.sqrt(at) * oneSidedCriticalZ(at / rho, alphaOf(input));
  return { rho, log_mixture: oneSidedLogE(s / Math.sqrt(v), v / rho), bound };
}

function betaBinomial(input: PublishedInput): PublishedOutput {
  const [s, v] = [numberOf(input, 's'), numberOf(input, 'v')];
  const alpha = alphaOf(input);
  const mixture = (sides: Sides): BetaBinomial => ({
    g: numberOf(input, 'g'),
    h: numberOf(input, 'h'),
    vOpt: numberOf(input, 'v_opt'),
    alpha: numberOf(input, 'alpha_opt', alpha),
    sides,
  });
  return {
    log_two_sided: betaBinomialLogE(s, v, mixture('two_sided')),
    bound_two_sided: betaBinomialBound(v, alpha, mixture('two_sided')),
    log_one_sided: betaBinomialLogE(s, v, mixture('one_sided')),
    bound_one_sided: betaBinomialBound(v, alpha, mixture('one_sided')),
  };
}

function chiSquare(input: PublishedInput): PublishedOutput {
  const test = (one: PublishedInput): ReturnType<typeof pearson> =>
    pearson(numbersOf(one, 'observed'), numbersOf(one, 'weights'));
  const cases = partsOf(input, 'cases');
  if (!cases) return { p: test(input).pValue, statistic: test(input).chiSquare };
  return { p: cases.map((one) => test(one).pValue), statistic: cases.map((one) => test(one).chiSquare) };
}

/** After each batch of subjects; lists for `batches` and `one_hot`, single numbers for `counts`. */
function dirichletMultinomial(input: PublishedInput): PublishedOutput {
  const shares = numbersOf(input, 'theta0');
  const concentration = numberOf(input, 'concentration', SRM_CONCENTRATION);
  const scale = shares.reduce((sum, share) => sum + share, 0);
  const alpha = numbersOf(
    input,
    'dirichlet_alpha',
    shares.map((share) => (concentration * share) / scale),
  );
  const batches = tableOf(input, 'batches') ?? tableOf(input, 'one_hot');
  const logs = multinomialLogs(batches ?? [numbersOf(input, 'counts')], shares, alpha);
  const evidence = logs.map(({ mixture, fixed }) => mixture - fixed);
  const last = { mixture: 0, fixed: 0, ...logs.at(-1) };
  return {
    p: alwaysValidP(Math.max(0, ...evidence)),
    p_sequence: evidence.map((_, batch) => alwaysValidP(Math.max(0, ...evidence.slice(0, batch + 1)))),
    bayes_factor: Math.exp(last.mixture - last.fixed),
    bayes_factor_sequence: evidence.map(Math.exp),
    log_m1: batches ? logs.map(({ mixture }) => mixture) : last.mixture,
    log_m0: batches ? logs.map(({ fixed }) => fixed) : last.fixed,
  };
}
