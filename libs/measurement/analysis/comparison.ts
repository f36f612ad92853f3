import type { AttachedMetric, MetricRole } from '../../experiments/index.js';
import { pairsOf, plainStrata, totalOf, type PhasePair } from '../aggregation/compared-sums.js';
import type { WeightedArm } from '../aggregation/comparisons.js';
import { armOver } from '../aggregation/crossing.js';
import type { ComparisonEvidence } from '../aggregation/evidence.js';
import type { Metric } from '../../metrics/index.js';
import { isComputable, pastBurnIn, type Risk } from '../../statistics/index.js';
import { adjustedOf, type Adjusted } from './adjusted.js';
import { fixedOf, type Fixed } from './fixed-test.js';
import { inferenceOf, notInferred, type Estimated, type Means, type Reason } from './inference.js';
import { marginOf, type JudgedMargin } from './judged-margin.js';
import { cappedShare, type MetricMoments, type MetricRow } from './metric-rows.js';
import type { Question } from './question.js';
import { nothingFound, powerOf, type StillNeeded } from './still-needed.js';
import { strataFor } from './strata.js';

/** One number of each arm. */
export interface OfArms<T> {
  readonly control: T;
  readonly treatment: T;
}

/** A treatment compared with control by one metric, before p-values are adjusted. */
export interface Compared extends StillNeeded {
  readonly metric: string;
  readonly role: MetricRole;
  readonly variant: string;
  readonly control: string;
  readonly n: OfArms<number>;
  /** Over phases, each with the weight of its subjects, as the effect is. */
  readonly value: OfArms<number | null>;
  readonly absolute: Estimated;
  readonly relative: Estimated;
  readonly p: number | null;
  readonly protectedAgainstPeeking: boolean;
  readonly fixed?: Fixed;
  readonly chanceToWin?: number | null;
  readonly risk?: Risk | null;
  readonly cuped?: Adjusted;
  readonly capped?: number;
  readonly margin?: JudgedMargin;
  readonly state: 'ok' | 'not_computable';
  readonly reason?: Reason;
}

/** The rows that a metric is compared by. */
export interface ComparedRows {
  readonly moments: MetricMoments;
  readonly covariates: readonly MetricRow[];
  /** Those of the planned end; null before it. */
  readonly atEnd: MetricMoments | null;
}

/** The comparisons of one metric, one per treatment. */
export function comparedBy(
  { metric: key, role, margin }: AttachedMetric,
  metric: Metric | undefined,
  rows: ComparedRows,
  evidenceOf: (treatment: string) => ComparisonEvidence | undefined,
  question: Question,
): Compared[] {
  const { control, treatments } = question;
  if (!metric || metric.rule.kind === 'quantile') {
    const reason = metric ? 'quantile' : 'not_defined';
    return treatments.map((treatment) => ({
      ...{ metric: key, role, variant: treatment.key, control: control.key },
      ...notCompared(reason, question),
      reason,
    }));
  }
  const arms = rows.moments.arms(metric);
  const atEnd = rows.atEnd && rows.atEnd.arms(metric);
  return treatments.map((treatment) => {
    const sides = [control.key, treatment.key] as const;
    const evidence = evidenceOf(treatment.key);
    const pairs = pairsOf(arms, ...sides);
    const judged = question.part === 'whole' ? marginOf(margin, evidence, question.alpha) : undefined;
    const cuped = adjusted({ metric, pairs, treatment, evidence }, rows, question);
    const ended = atEnd && plainStrata(pairsOf(atEnd, ...sides));
    return {
      ...{ metric: key, role, variant: treatment.key, control: control.key },
      ...compare({ metric, pairs, treatment, evidence }, question),
      ...(question.part !== 'slice' && { fixed: fixedOf(ended, metric.direction, question) }),
      ...(cuped && { cuped }),
      ...(metric.cap !== undefined && { capped: cappedShare(rows.moments.rows, sides) }),
      ...(judged && { margin: judged }),
    };
  });
}

/** One treatment and control by one metric. */
interface Sides {
  readonly metric: Metric;
  readonly pairs: readonly PhasePair[];
  readonly treatment: WeightedArm;
  readonly evidence: ComparisonEvidence | undefined;
}

type Numbers = Omit<Compared, 'metric' | 'role' | 'variant' | 'control'>;

function compare({ metric, pairs, treatment, evidence }: Sides, question: Question): Numbers {
  const [a, b] = [totalOf(pairs, 'a'), totalOf(pairs, 'b')];
  const n = { control: a.n, treatment: b.n };
  const { method, control } = question;
  const strata = strataFor(method, pairs, metric.rule.kind, control, treatment);
  const protectedAgainstPeeking = method === 'sequential';
  if (!isComputable(strata)) {
    const reason = strata.notComputable;
    return { ...notCompared(reason, question), n, reason };
  }
  // Of the phases that are compared: those in which both arms have subjects.
  const [ofControl, ofTreatment] = [armOver(strata, 'a'), armOver(strata, 'b')];
  const { reason, ...inference } = inferenceOf(strata, meansOf(metric, pairs, evidence, question));
  return {
    n: { control: ofControl.subjects, treatment: ofTreatment.subjects },
    value: { control: ofControl.value, treatment: ofTreatment.value },
    ...inference,
    protectedAgainstPeeking,
    ...powerOf(strata, question),
    state: inference.absolute.effect === null ? 'not_computable' : 'ok',
    ...(reason && { reason }),
  };
}

function notCompared(reason: Reason, question: Question): Numbers {
  const { absolute, relative, p } = notInferred(reason);
  return {
    n: { control: 0, treatment: 0 },
    value: { control: null, treatment: null },
    ...{ absolute, relative, p, protectedAgainstPeeking: question.method === 'sequential' },
    ...nothingFound(reason, question),
    state: 'not_computable',
  };
}

/** ρ belongs to the whole experiment, so any part of it (a phase, an hour, a slice) has to pass burn-in by itself. */
export function meansOf(
  { rule, direction }: Metric,
  pairs: readonly PhasePair[],
  evidence: ComparisonEvidence | undefined,
  { method, alpha, part }: Question,
): Means {
  const rho = evidence?.effect.rho ?? null;
  const kind = rule.kind === 'conversion' ? 'bounded' : 'unbounded';
  const isReady = part === 'whole' || pastBurnIn(totalOf(pairs, 'a'), totalOf(pairs, 'b'), kind);
  return { method, alpha, direction, rho: isReady ? rho : null, offset: evidence?.effect.offset ?? 0 };
}

function adjusted(
  { metric, pairs, treatment, evidence }: Sides,
  { covariates }: ComparedRows,
  question: Question,
): Adjusted | null {
  // The values before the exposure are neither sliced nor kept by hour.
  if (metric.varianceReduction === undefined || question.part === 'slice' || question.part === 'hour') return null;
  const { control } = question;
  return adjustedOf(metric, { pairs, covariates, control, treatment }, meansOf(metric, pairs, evidence, question));
}
