import { groupedBy } from '../../primitives/grouped.js';
import type { MetricKind } from '../../metrics/index.js';
import {
  cautious,
  comparableStrata,
  isComputable,
  type Arm,
  type Computed,
  type Pair,
  type Stratum,
} from '../../statistics/index.js';
import { armOf, type ExactSums } from './arms.js';
import type { WeightedArm } from './comparisons.js';
import type { Amount } from './deltas.js';
import type { ExperimentSums, SumRow, SumRows } from './sums-book.js';

/** One arm in one phase. */
export interface PhaseArm {
  readonly n: number;
  /** Subjects whose numerator is not 0. */
  readonly nonZero: number;
  readonly sums: ExactSums;
  readonly arm: Computed<Arm>;
}

/** The arms of one metric in one phase; a phase without subjects of an arm has no such arm. */
export interface PhasePair {
  readonly phase: number;
  readonly a: PhaseArm | undefined;
  readonly b: PhaseArm | undefined;
}

/** Arms of a metric by variant and phase. */
type ArmsOfMetric = ReadonlyMap<string, ReadonlyMap<number, PhaseArm>>;

/** Control a and treatment b of a metric, by phase. */
export function pairsOf(arms: ArmsOfMetric, control: string, treatment: string): PhasePair[] {
  const [a, b] = [arms.get(control) ?? NONE, arms.get(treatment) ?? NONE];
  const phases = [...new Set([...a.keys(), ...b.keys()])].sort((one, other) => one - other);
  return phases.map((phase) => ({ phase, a: a.get(phase), b: b.get(phase) }));
}

const NONE: ReadonlyMap<number, PhaseArm> = new Map();

/** An arm over phases: its subjects, and those whose value is not 0. */
export interface ArmTotal {
  readonly n: number;
  readonly nonZero: number;
}

export const totalOf = (pairs: readonly PhasePair[], arm: 'a' | 'b'): ArmTotal =>
  pairs.reduce((sum, { [arm]: each }) => ({ n: sum.n + (each?.n ?? 0), nonZero: sum.nonZero + (each?.nonZero ?? 0) }), {
    n: 0,
    nonZero: 0,
  });

const EMPTY: Computed<Arm> = { notComputable: 'no_subjects' };

export const strataOf = (pairs: readonly PhasePair[]): Stratum[] =>
  pairs.map(({ a, b }) => ({ a: a?.arm ?? EMPTY, b: b?.arm ?? EMPTY }));

/** The phases that can be compared, with the variances of their arms as they are. */
export const plainStrata = (pairs: readonly PhasePair[]): Computed<Pair[]> => comparableStrata(strataOf(pairs));

/** A share of the two arms' subjects below which the smaller one's variance is not trusted alone. */
const SMALL_SHARE = 0.4;

/**
 * The strata that an always-valid comparison may use. Where the allocation is uneven and values have no bound, a small
 * arm of skewed values has a low mean and a low variance together: it takes the pooled variance, if that is larger.
 */
export function comparedStrata(
  pairs: readonly PhasePair[],
  kind: MetricKind,
  control: WeightedArm,
  treatment: WeightedArm,
): Computed<Pair[]> {
  const strata = plainStrata(pairs);
  const smaller = Math.min(control.weight, treatment.weight) / (control.weight + treatment.weight);
  const isTrusted = kind === 'conversion' || !(smaller < SMALL_SHARE);
  return isTrusted || !isComputable(strata) ? strata : strata.map(cautious);
}

/** The arms of one metric. */
export type ArmsOf = (metric: string, kind: MetricKind) => ArmsOfMetric;

/** The arms of metrics over the whole experiment. */
export function armsOfAll({ moments }: ExperimentSums): ArmsOf {
  const byMetric = rowsBy(moments, 0);
  return (metric, kind) => {
    const arms = new ArmsBy();
    for (const { key, values } of byMetric.get(metric) ?? []) {
      const [, variant, phase] = key;
      const [n, , nonZero, ...sums] = values;
      arms.add(String(variant), Number(phase), kind, Number(n), nonZero, sums);
    }
    return arms.byVariant;
  };
}

/** The arms of metrics by the events of a run, over all subjects enrolled. */
export function armsOfRun(
  { runMoments, exposures }: Pick<ExperimentSums, 'runMoments' | 'exposures'>,
  run: number,
): ArmsOf {
  const byMetric = rowsBy(runMoments, 1);
  return (metric, kind) => {
    const found = new Map<string, SumRow>();
    for (const row of byMetric.get(metric) ?? []) {
      const [of, , variant, phase] = row.key;
      if (of === run) found.set(`${variant} ${phase}`, row);
    }
    const arms = new ArmsBy();
    for (const { key, values } of exposures.values()) {
      const [variant, phase] = key;
      const n = Number(values[0]);
      const [, nonZero, ...sums] = found.get(`${variant} ${phase}`)?.values ?? NO_EVENTS;
      arms.add(String(variant), Number(phase), kind, n, nonZero, bySubject(kind) ? withSubjects(sums, n) : sums);
    }
    return arms.byVariant;
  };
}

/** Rows by the element of their keys at `place`. */
const rowsBy = (rows: SumRows, place: number): ReadonlyMap<string, readonly SumRow[]> =>
  groupedBy(rows.values(), ({ key }) => String(key[place]));

const NO_EVENTS: readonly Amount[] = [0, 0, 0, 0, 0, 0, 0];

const bySubject = (kind: MetricKind): boolean => kind !== 'ratio' && kind !== 'mean';

/** The denominator of each subject is 1. */
const withSubjects = ([sx = 0, , sxx = 0]: readonly Amount[], n: number): readonly Amount[] => [sx, n, sxx, sx, n];

/** Collects arms by variant and phase. */
class ArmsBy {
  readonly byVariant = new Map<string, Map<number, PhaseArm>>();

  add(
    variant: string,
    phase: number,
    kind: MetricKind,
    n: number,
    nonZero: Amount | undefined,
    [sx = 0, sy = 0, sxx = 0, sxy = 0, syy = 0]: readonly Amount[],
  ): void {
    if (n === 0) return;
    const phases = this.byVariant.get(variant) ?? new Map<number, PhaseArm>();
    this.byVariant.set(variant, phases);
    const sums = { n, sx, sy, sxx, sxy, syy };
    phases.set(phase, { n, nonZero: Number(nonZero ?? 0), sums, arm: armOf(kind, sums) });
  }
}
