import type { Experiment } from '../../experiments/index.js';
import type { Metric } from '../../metrics/index.js';
import { wrongField } from '../../platform/problem.js';
import type { SampleSize } from '../../statistics/index.js';
import { sizesOf, type Aim } from '../analysis/planning.js';
import { daysFor, NOTHING_NAMED, type Rate } from '../analysis/progress.js';
import { metricOf, newestWithMetric, readControl, readRate, readRateOfFlag } from './baseline.js';
import { metricsByKey } from './experiment-cache.js';
import { readExperiments, type Reader } from './measured.js';

/** A baseline as a request gives it. */
interface GivenBaseline {
  readonly n: number;
  readonly mean: number;
  readonly variance?: number;
}

/** What a planner asks. */
export interface PlanAsked {
  readonly metric: string;
  readonly aim: Aim;
  readonly baseline: GivenBaseline | null;
  /** Id of an experiment, and key of a flag. */
  readonly experiment: string | null;
  readonly flag: string | null;
}

/** The sizes of a plan, and the days that they take. @throws Problem 400 with the pointer of what is not known */
export async function readPlan(reader: Reader, environment: string, asked: PlanAsked, nowMs: number) {
  const { metric: key, aim, baseline: given, flag } = asked;
  const named = asked.experiment === null ? null : await namedExperiment(reader, environment, asked.experiment);
  const past = named ?? (given ? null : await newestWithMetric(reader, environment, key));
  const metric = await metricToPlan(reader, key, given ? null : past);
  const baseline = given ? givenBaseline(given, metric) : await pastBaseline(reader, past, metric);
  const rate =
    flag === null ? await rateOfPast(reader, past, nowMs) : await readRateOfFlag(reader, environment, flag, nowMs);
  const sizes = sizesOf(metric, baseline, aim);
  if (sizes.state === 'unreachable') return { baseline, ...rate, ...sizes, fixed: null, alwaysValid: null };
  const withDays = (size: SampleSize) => ({ ...size, days: daysFor(size.total, rate.perDay) });
  return {
    baseline,
    ...rate,
    state: sizes.state,
    fixed: withDays(sizes.fixed),
    alwaysValid: withDays(sizes.alwaysValid),
  };
}

const rateOfPast = async (reader: Reader, past: Experiment | null, nowMs: number): Promise<Rate> =>
  past ? readRate(reader, past, nowMs) : NOTHING_NAMED;

async function namedExperiment(reader: Reader, environment: string, id: string): Promise<Experiment> {
  const experiment = (await readExperiments(reader, [id])).get(id);
  if (experiment?.environment === environment) return experiment;
  throw wrongField('/experiment', 'unknown_experiment', 'there is no such experiment in this environment');
}

/** As the experiment counts it, else its newest version. */
async function metricToPlan(reader: Reader, key: string, past: Experiment | null): Promise<Metric> {
  const metric = past ? await metricOf(reader, past, key) : (await metricsByKey(reader, [key])).get(key);
  if (!metric && past) throw wrongField('/metric', 'not_measured', 'the experiment does not measure this metric');
  if (!metric) throw wrongField('/metric', 'unknown_metric', `there is no metric ${key}`);
  if (metric.rule.kind === 'quantile') throw wrongField('/metric', 'quantile', 'a quantile is no mean over subjects');
  return metric;
}

/** Between divisors n and n − 1, and rounding. */
const VARIANCE_SLACK = 0.05;

function givenBaseline({ n, mean, variance }: GivenBaseline, { rule }: Metric) {
  const isRate = rule.kind === 'conversion';
  if (isRate && (mean < 0 || mean > 1)) {
    throw wrongField('/baseline/mean', 'out_of_range', 'the rate of a conversion is from 0 to 1');
  }
  const ofRate = mean * (1 - mean);
  if (isRate && variance !== undefined && Math.abs(variance - ofRate) > VARIANCE_SLACK * ofRate) {
    throw wrongField('/baseline/variance', 'out_of_range', `the variance of this rate is ${ofRate}: leave it out`);
  }
  const known = isRate ? ofRate : (variance ?? null);
  if (known === null) throw wrongField('/baseline/variance', 'required', 'give the variance per subject');
  return { n, mean, variance: known, experiment: null };
}

async function pastBaseline(reader: Reader, past: Experiment | null, metric: Metric) {
  const control = past && (await readControl(reader, past, metric));
  if (past && control) return { n: control.n, mean: control.mean, variance: control.variance, experiment: past.id };
  throw wrongField('/baseline', 'no_baseline', 'no experiment has counted this metric yet: give a baseline');
}
