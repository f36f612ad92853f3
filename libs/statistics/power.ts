import { normalCdf, normalQuantile, normalSf } from './distributions.js';
import { type Effect } from './effect.js';
import { type Sides } from './sequential.js';

/** The level and the power that a test is planned for. */
export interface Goal {
  readonly alpha: number;
  /** The chance to find the effect, if it exists; above alpha. */
  readonly power: number;
  readonly sides: Sides;
}

/** Per-subject variances of control and treatment. */
export interface Variances {
  readonly control: number;
  readonly treatment: number;
}

/** The subjects that a plan needs, over all arms and in each. */
export interface SampleSize {
  readonly total: number;
  readonly perArm: readonly number[];
}

/**
 * The subjects that a fixed test needs to find a difference between control and each treatment:
 * n_b = (z_α + z_β)²·(v_a/κ + v_b)/δ² with κ = n_a/n_b, for the treatment that needs the most.
 * Source: Spotify's confidence library; Chow, Shao, Wang, 'Sample Size Calculations in Clinical Research', 2003, 3.2.1.
 * @param difference absolute, not 0
 * @param weights of control first and of each treatment, above 0 and of any scale
 */
export function sampleSize(
  variances: Variances,
  difference: number,
  weights: readonly number[],
  goal: Goal,
): SampleSize {
  const [control = 1, ...treatments] = weights;
  const whole = weights.reduce((sum, weight) => sum + weight, 0);
  const total = Math.max(
    ...treatments.map((treatment) => {
      const kappa = control / treatment;
      const subjects = (zOf(goal) / difference) ** 2 * (variances.control / kappa + variances.treatment);
      const ofTreatment = Math.ceil(subjects);
      return Math.ceil((ofTreatment * (1 + kappa) * whole) / (control + treatment));
    }),
  );
  return { total, perArm: weights.map((weight) => Math.ceil((total * weight) / whole)) };
}

/** The subjects of both arms at which an effect would reach z standard errors, if they vary and split as those so far. */
export function subjectsForEffect({ n, se }: Pick<Effect, 'n' | 'se'>, effect: number, z: number): number {
  return Math.ceil(n * ((z * se) / effect) ** 2);
}

/** The variances of a conversion whose rate a treatment raises by `difference`; the raised rate stays within 0 and 1. */
export function conversionVariances(rate: number, difference: number): Variances {
  const raised = Math.min(1, Math.max(0, rate + difference));
  return { control: rate * (1 - rate), treatment: raised * (1 - raised) };
}

/** z_α + z_β: by how many standard errors an effect has to exceed 0. */
export function zOf({ alpha, power, sides }: Goal): number {
  return criticalZ(alpha, sides) + normalQuantile(power);
}

function criticalZ(alpha: number, sides: Sides): number {
  return -normalQuantile(sides === 'two_sided' ? alpha / 2 : alpha);
}

/** What two arms of a plan look like, without an effect. */
export interface PlannedArms {
  readonly mean: number;
  /** Per subject, the same in both arms. */
  readonly variance: number;
  readonly controlSubjects: number;
  readonly treatmentSubjects: number;
}

/**
 * The smallest relative effect that z standard errors exceed. An effect makes its own standard error larger, so this is
 * the root of a quadratic; 'unreachable' if n_a ≤ z²·v/m², where no effect is large enough.
 * @param z as of `zOf`
 */
export function relativeMde(arms: PlannedArms, z: number): number | 'unreachable' {
  const { mean, variance, controlSubjects, treatmentSubjects } = arms;
  const ofControl = (z * z * variance) / (controlSubjects * mean ** 2);
  const ofTreatment = (z * z * variance) / (treatmentSubjects * mean ** 2);
  if (!(ofControl < 1)) return 'unreachable';
  const root = Math.sqrt(ofControl ** 2 + (1 - ofControl) * (ofControl + ofTreatment));
  return (ofControl + root) / (1 - ofControl);
}

/** The standard error of a relative effect of `effect`, by the delta method. */
export function relativeStandardError(arms: PlannedArms, effect: number): number {
  const { mean, variance, controlSubjects, treatmentSubjects } = arms;
  return Math.sqrt(variance * (1 / treatmentSubjects + (1 + effect) ** 2 / controlSubjects)) / Math.abs(mean);
}

/** The chance that a fixed test finds an effect; two-sided tests count either direction. */
export function fixedPower(effect: number, se: number, alpha: number, sides: Sides): number {
  const z = criticalZ(alpha, sides);
  return normalSf(z - effect / se) + (sides === 'two_sided' ? normalCdf(-z - effect / se) : 0);
}
