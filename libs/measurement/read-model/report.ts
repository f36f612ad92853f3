import type { DataSource, EntityManager } from 'typeorm';
import type { Experiment } from '../../experiments/index.js';
import { inOneSnapshot } from '../../projections/index.js';
import { comparisonsOf } from '../aggregation/comparisons.js';
import { NOTHING_SEEN } from '../aggregation/evidence.js';
import { HOUR_MS, hourOf } from '../aggregation/log-clock.js';
import { sliceOf } from '../aggregation/subject-sums.js';
import { allComparisons, type Measured } from '../analysis/all-comparisons.js';
import { planReport, verdictOn, verdictsOnOthers } from '../analysis/decision.js';
import type { Method } from '../analysis/inference.js';
import { byMetric, inPhase, MetricMoments, momentsByMetric, type MomentsByMetric } from '../analysis/metric-rows.js';
import { judgedHour, progressOf, RATE_DAYS, rateOf, type Progress } from '../analysis/progress.js';
import { questionOf, type Question } from '../analysis/question.js';
import { compareSlices } from '../analysis/slices.js';
import type { OverallVerdict } from '../analysis/verdicts.js';
import { healthOf, type HealthCheck } from '../health/checks.js';
import { readEvidence } from './evidence-rows.js';
import { subjectsIn } from './exposed.js';
import { healthFacts, readLatestEvents } from './health-rows.js';
import {
  readCovariateRows,
  readExposedRows,
  readHourOfSubjects,
  readMomentRows,
  readSlices,
  type RowsOf,
} from './moment-rows.js';
import { countsOf, readCounted, type Counted, type PhaseChoice } from './results.js';

/** What a reader asks of the results. */
export interface ResultsAsked {
  readonly method: Method;
  readonly phase: PhaseChoice;
  /** As of the beginning of this hour (since 1970); null: as of now. */
  readonly hour: number | null;
  /** Key of a dimension of the experiment. */
  readonly dimension: string | null;
}

/** The results of an experiment: its counts, and what follows from them. */
export function readReport(source: DataSource, id: string, asked: ResultsAsked, now: Date) {
  return inOneSnapshot(source, async (manager) => {
    const { hour, method } = asked;
    const counted = await readCounted(manager, id, asked.phase, hour);
    const { experiment, metrics, phase } = counted;
    const nowMs = hour === null ? now.getTime() : Math.min(now.getTime(), hour * HOUR_MS);
    const of: RowsOf = { reader: manager, experiment: id, hour };
    const comparisons = comparisonsOf(experiment, metrics);
    const progress = await readProgress(counted, of, nowMs);
    const whole = await readMeasured(counted, of, progress, nowMs);
    const part = hour !== null ? 'hour' : phase === null ? 'whole' : 'phase';
    const question = questionOf(experiment, comparisons, method, part, progress);
    const measured = phase === null ? whole : restricted(whole, phase);
    const health = await readHealth(counted, manager, hour, nowMs);
    return {
      ...countsOf(counted),
      statistics: method,
      comparisons: allComparisons(measured, question),
      health,
      plan: planReport(experiment, progress),
      // What looks have seen is not kept by hour, so the verdict of then is not known.
      verdict: hour === null ? verdictOn(whole, comparisons, health, progress) : null,
      ...(asked.dimension !== null && {
        dimension: await readDimension(asked.dimension, measured, question, of, phase),
      }),
    };
  });
}

/** The verdict as of now, as the report has it. */
export async function readVerdict(manager: EntityManager, id: string, now: Date): Promise<OverallVerdict> {
  const counted = await readCounted(manager, id, 'all', null);
  const { experiment, metrics } = counted;
  const of: RowsOf = { reader: manager, experiment: id, hour: null };
  const nowMs = now.getTime();
  const progress = await readProgress(counted, of, nowMs);
  const measured = await readMeasured(counted, of, progress, nowMs);
  const health = await readHealth(counted, manager, null, nowMs);
  const comparisons = comparisonsOf(experiment, metrics);
  const overall = verdictOn(measured, comparisons, health, progress);
  return { ...overall, arms: [...overall.arms, ...verdictsOnOthers(measured, comparisons, health, progress)] };
}

async function readProgress({ experiment, exposed }: Counted, of: RowsOf, nowMs: number): Promise<Progress> {
  const subjects = subjectsIn(exposed);
  const before = await readExposedRows({ ...of, hour: hourOf(nowMs) - RATE_DAYS * 24 });
  const first = Date.parse(experiment.startedAt ?? experiment.updatedAt);
  return progressOf(experiment, subjects, rateOf(subjects, subjectsIn(before), first, nowMs), nowMs);
}

async function readMeasured(counted: Counted, of: RowsOf, progress: Progress, nowMs: number): Promise<Measured> {
  const { experiment, metrics } = counted;
  const hasCovariates = metrics.some(({ varianceReduction }) => varianceReduction !== undefined);
  const moments = momentsByMetric(counted.moments);
  return {
    experiment,
    metrics,
    moments,
    covariates: byMetric(hasCovariates && of.hour === null ? await readCovariateRows(of) : []),
    atEnd: progress.reached ? await readAtEnd(experiment, moments, of, nowMs) : null,
    evidence: (await readEvidence(of.reader, [experiment.id])).get(experiment.id) ?? NOTHING_SEEN,
  };
}

/** As of the first hour after the planned end, so that the fixed test is looked at once; within that hour, as of now. */
async function readAtEnd(
  experiment: Experiment,
  now: MomentsByMetric,
  of: RowsOf,
  nowMs: number,
): Promise<MomentsByMetric> {
  const { planned } = experiment;
  const full = planned && 'subjects' in planned ? await readHourOfSubjects(of, planned.subjects) : null;
  const hour = judgedHour(experiment, full, nowMs);
  return hour === null ? now : momentsByMetric(await readMomentRows({ ...of, hour }));
}

function restricted(measured: Measured, phase: number): Measured {
  const within = (moments: MomentsByMetric): MomentsByMetric =>
    new Map([...moments].map(([metric, { rows }]) => [metric, new MetricMoments(inPhase(rows, phase))]));
  const { moments, atEnd } = measured;
  const covariates = new Map([...measured.covariates].map(([metric, rows]) => [metric, inPhase(rows, phase)]));
  return { ...measured, moments: within(moments), covariates, atEnd: atEnd && within(atEnd) };
}

/** Of an hour: whether events came then is not kept. */
async function readHealth(
  { experiment, exposed }: Counted,
  manager: EntityManager,
  hour: number | null,
  nowMs: number,
): Promise<HealthCheck[]> {
  const run = experiment.runs.at(-1)?.run ?? 0;
  const latest = hour === null ? await readLatestEvents(manager, [{ experiment: experiment.id, run }]) : null;
  const checks = healthOf(experiment, healthFacts(exposed, latest?.get(experiment.id) ?? null), nowMs);
  if (hour === null) return checks;
  return checks.map((each) =>
    each.check === 'silence' ? { ...each, state: 'not_enough_data', quietMinutes: null } : each,
  );
}

/** The comparisons within each value of a dimension. */
async function readDimension(key: string, measured: Measured, question: Question, of: RowsOf, phase: number | null) {
  const { dimensions } = measured.experiment;
  const index = dimensions.findIndex((each) => each.key === key);
  if (of.hour !== null) return { key, state: 'not_kept_by_hour' as const, values: [], heterogeneity: [] };
  const values = [...(dimensions[index]?.values ?? []), null];
  // The index 0 is every other value, so the first named one has 1.
  const places = values.map((value, place) => (value === null ? 0 : place + 1));
  const rowsOf = await readSlices(of, sliceOf(index, 0), values.length, phase);
  const slicesOf = (metric: string): MetricMoments[] => {
    const rows = rowsOf(metric);
    return places.map((place) => new MetricMoments(rows[place] ?? []));
  };
  return { key, state: 'ok' as const, ...compareSlices(measured, values, slicesOf, question) };
}
