import { betaBinomialLogE } from './beta-binomial.js';
import { advanced, type EProcess, type Look } from './e-process.js';
import { type MarginEvidence } from './margin.js';

/** First failures of one phase: each subject counts at most once. */
export interface FirstFailures {
  /** Subjects of control and of treatment that failed. */
  readonly a: number;
  readonly b: number;
  /** The phase's weights of control and of treatment, above 0 and of any scale. */
  readonly weightA: number;
  readonly weightB: number;
}

/** How a test of rare failures is tuned; the same at every look. */
export interface FailureTuning {
  readonly alpha: number;
  /** First failures of both arms at which the test is most powerful. */
  readonly plannedFailures: number;
}

/** Where no plan exists. */
export const UNPLANNED_FAILURES = 100;

/**
 * The share θ₀ of first failures that falls to treatment if it fails (1 + share) times as often as control:
 * π_b(1+d) / (π_b(1+d) + π_a).
 */
export function failureShare(weightA: number, weightB: number, share: number): number {
  return (weightB * (1 + share)) / (weightB * (1 + share) + weightA);
}

/**
 * ln of the e-values that treatment fails more than (1 + share) times as often as control, and less. E-values multiply
 * over phases. They ask for no burn-in, because each next failure falls to treatment with a chance of θ₀ at most.
 */
export function failureLogE(
  phases: readonly FirstFailures[],
  share: number,
  tuning: FailureTuning,
): { readonly violated: number; readonly safe: number } {
  let [violated, safe] = [0, 0];
  for (const { a, b, weightA, weightB } of phases) {
    const theta = failureShare(weightA, weightB, share);
    violated += againstAtMost(theta, b, a, tuning);
    safe += againstAtMost(1 - theta, a, b, tuning);
  }
  return { violated, safe };
}

/** Evidence against 'a failure is one of the first kind with a chance of at most theta'. */
function againstAtMost(
  theta: number,
  first: number,
  second: number,
  { alpha, plannedFailures }: FailureTuning,
): number {
  const step = theta * (1 - theta);
  return betaBinomialLogE(first - (first + second) * theta, (first + second) * step, {
    g: theta,
    h: 1 - theta,
    vOpt: plannedFailures * step,
    alpha,
    sides: 'one_sided',
  });
}

/** The evidence after one more look at first failures. Its clock counts failures. */
export function lookAtFailures(
  { violated, safe }: MarginEvidence,
  phases: readonly FirstFailures[],
  share: number,
  tuning: FailureTuning,
  { position, isLate = false }: Pick<Look, 'position' | 'isLate'>,
): MarginEvidence {
  const logE = failureLogE(phases, share, tuning);
  const failures = phases.reduce((sum, { a, b }) => sum + a + b, 0);
  const at = { position, isLate };
  return {
    violated: after(violated, logE.violated, failures, at),
    safe: after(safe, logE.safe, failures, at),
  };
}

function after(
  state: EProcess,
  logE: number,
  failures: number,
  at: { readonly position: string; readonly isLate: boolean },
): EProcess {
  return failures <= state.maxV ? state : advanced(state, { ...at, logE, clock: failures });
}
