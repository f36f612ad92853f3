import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { publishedMethods } from './published-methods.js';

interface Vector {
  readonly id: string;
  readonly method: string;
  readonly input: Record<string, unknown>;
  readonly expected: Record<string, number | readonly number[]>;
  readonly tol: number | Record<string, number>;
}

const text = readFileSync(new URL('./published.vectors.json', import.meta.url), 'utf8');
const { vectors } = JSON.parse(text) as { readonly vectors: readonly Vector[] };

function outputOf(method: string, input: Record<string, unknown>): Readonly<Record<string, unknown>> {
  return publishedMethods[method]?.(input) ?? {};
}

describe('a published number', () => {
  const cases = vectors.flatMap(({ id, method, input, expected, tol }) =>
    Object.entries(expected).map(([field, value]) => ({
      id,
      method,
      field,
      input,
      value,
      tolerance: typeof tol === 'number' ? tol : (tol[field] ?? 0),
    })),
  );

  it.each(cases)('$id: $field of $method', ({ method, field, input, value, tolerance }) => {
    const actual = [outputOf(method, input)[field]].flat().map(Number);
    const expected = [value].flat();
    expect(actual).toHaveLength(expected.length);
    expected.forEach((number, index) =>
      expect(Math.abs((actual[index] ?? NaN) - number)).toBeLessThanOrEqual(tolerance),
    );
  });
});

const control = { n: 5_000, sum: 10_021, sum_squares: 25_142 };
const treatment = { n: 5_000, sum: 9_892, sum_squares: 24_510 };

describe('non-inferiority by Spotify', () => {
  it('has one-sided bounds, and compares them with the margin', () => {
    const output = outputOf('non_inferiority_z', { control, treatment, interval: 0.99, relative_nim: 0.02 });
    const variance = (sum: number, squares: number): number => (squares - sum ** 2 / 5_000) / 4_999;
    const se = Math.sqrt((variance(10_021, 25_142) + variance(9_892, 24_510)) / 5_000);
    expect(output.difference).toBeCloseTo(-0.0258, 10);
    expect(output.lower_if_increase_preferred).toBeCloseTo(-0.0258 - 2.3263478740408408 * se, 10);
    expect(output.upper_if_decrease_preferred).toBeCloseTo(-0.0258 + 2.3263478740408408 * se, 10);
    // tests/frequentist/test_ztest.py, test_compare_series_non_inferiority_improve_*.
    expect(output.lower_if_increase_preferred).toBeCloseTo(-0.0723, 3);
    expect(output.upper_if_decrease_preferred).toBeCloseTo(0.0207, 3);
    expect([output.increase_non_inferior, output.decrease_non_inferior]).toEqual([false, true]);
  });

  it('finds bounds and p-values to agree', () => {
    for (const relative_nim of [0.01, 0.02, 0.03, 0.035, 0.036, 0.0365, 0.05]) {
      const output = outputOf('non_inferiority_z', { control, treatment, interval: 0.99, relative_nim });
      expect(output.increase_non_inferior).toBe(Number(output.p_if_increase_preferred) < 0.01);
      expect(output.decrease_non_inferior).toBe(Number(output.p_if_decrease_preferred) < 0.01);
    }
  });
});

describe('a published method', () => {
  it('says what is not computable', () => {
    const nobody = { n: 0, sum: 0, sum_squares: 0 };
    expect(outputOf('welch_t_absolute', { control: nobody, treatment })).toEqual({ notComputable: 'no_subjects' });
    // GrowthBook, test_two_sided_ttest_missing_variance: no two numbers have these sums.
    const impossible = { n: 2, sum: 1_396.87, sum_squares: 52_377.9767 };
    expect(outputOf('welch_t_delta_relative', { control: impossible, treatment })).toEqual({
      notComputable: 'impossible_sums',
    });
  });

  it('names the number that an input lacks', () => {
    expect(() => outputOf('normal_expected_loss', { mean: 1 })).toThrow('"sd" or "stddev"');
    expect(() => outputOf('welch_t_absolute', { control })).toThrow('"treatment"');
    expect(() => outputOf('holm', {})).toThrow('"p"');
  });

  it('gives a minimum detectable effect only where one exists', () => {
    const plan = { mean: 1, variance: 100, n_total: 1_000, n_variations: 2, relative_effect: 0.1, N_star: 500 };
    expect(outputOf('power_mde_relative', plan)).toMatchObject({ mde: 'unreachable', mde_sequential: 'unreachable' });
  });

  it('takes a wider sample for the conversion that a treatment raises', () => {
    const plan = { mean: 0.2, variance: 0.16, relative_mde: 0.1, alpha: 0.05, power: 0.8, weights: [1, 1] };
    const z = 1.959963984540054 + 0.8416212335729143;
    const perArm = Math.ceil((z / 0.02) ** 2 * (0.2 * 0.8 + 0.22 * 0.78));
    expect(outputOf('sample_size_unequal', { ...plan, binary: true }).n_total).toBe(2 * perArm);
  });

  it('takes θ from lists or sums of two arms alike', () => {
    const lists = { control: { pre: [1, 2, 4], post: [2, 3, 9] }, treatment: { pre: [0, 3, 3], post: [1, 2, 8] } };
    const sums = {
      control: { n: 3, post_sum: 14, post_ss: 94, pre_sum: 7, pre_ss: 21, xprod: 44 },
      treatment: { n: 3, post_sum: 11, post_ss: 69, pre_sum: 6, pre_ss: 18, xprod: 30 },
    };
    // By hand: cov = 74 − 25·13/6 and var = 39 − 13²/6.
    expect(outputOf('cuped_theta', lists).theta).toBeCloseTo((74 - (25 * 13) / 6) / (39 - 13 ** 2 / 6), 12);
    expect(outputOf('cuped_theta', sums).theta).toBeCloseTo(Number(outputOf('cuped_theta', lists).theta), 12);
  });

  it('corrects ratios of lists with the θ given, or with their own', () => {
    const arm = (shift: number) => ({
      m_post: [3 + shift, 5, 4, 9, 2],
      d_post: [2, 3, 2, 5, 1],
      m_pre: [2, 4, 5, 8, 1],
      d_pre: [2, 3, 3, 4, 1],
    });
    const input = { control: arm(0), treatment: arm(2) };
    const plain = outputOf('cuped_ratio_relative', { ...input, theta: 0 });
    expect(plain.estimate).toBeCloseTo(25 / 23 - 1, 12);
    const { theta, se } = outputOf('cuped_ratio_relative', input);
    expect(outputOf('cuped_ratio_relative', { ...input, theta })).toEqual(outputOf('cuped_ratio_relative', input));
    expect(Number(se)).toBeLessThan(Number(plain.se));
  });

  it('scales a relative prior to the control mean of an absolute effect', () => {
    const arms = {
      control: { n: 10, sum: 100, sum_squares: 1_002.25 },
      treatment: { n: 10, sum: 105, sum_squares: 1_111.5 },
    };
    const input = { ...arms, relative: false, prior: { mean: 0.1, sd: 0.2 } };
    const welch = outputOf('welch_t_absolute', arms);
    const [precision, prior] = [Number(welch.se) ** -2, 1 / (0.04 * 100)];
    expect(outputOf('gaussian_effect_posterior', input).estimate).toBeCloseTo(
      (0.5 * precision + 1 * prior) / (precision + prior),
      12,
    );
  });

  it('sizes arms alike where all are compared', () => {
    const plan = { absolute_mde: 0.3, variance: 100, power: 0.85, arms: 3, comparisons: 'all_vs_all' };
    // Spotify, test_continuous_treatments_all_vs_all (G*Power, within 0.5%): 19,953 in each of three arms.
    expect(Math.abs(Number(outputOf('sample_size', plan).n_total) / 59_859 - 1)).toBeLessThan(0.005);
    expect(outputOf('sample_size', plan).n_per_arm).toEqual([19_952, 19_952, 19_952]);
  });

  it('never raises the p-value of a sample ratio with more batches', () => {
    const one_hot = Array.from({ length: 40 }, (_, subject) => (subject % 4 === 0 ? [0, 1] : [1, 0]));
    const output = outputOf('sequential_srm_dirichlet_multinomial', { one_hot, theta0: [0.5, 0.5], concentration: 10 });
    const sequence = [output.p_sequence].flat().map(Number);
    sequence.slice(1).forEach((p, index) => expect(p).toBeLessThanOrEqual(sequence[index] ?? NaN));
    expect(output.p).toBe(sequence.at(-1));
    expect(output.p).toBeLessThan(0.1);
  });
});
