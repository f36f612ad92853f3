import { percentile, whole } from '../support/numbers.js';
import type { JobResult } from './jobs.js';
import type { PowerTrial } from './power.js';
import { added, NO_RUNS, type Tally } from './tally.js';
import { ALPHA, comparisonsIn, type Trial } from './trial.js';
import { CUPED } from './trials.js';

/** The cells of a line, by the titles of their columns. */
export interface Row {
  readonly cells: Readonly<Record<string, string>>;
  /** What of it is not as promised. */
  readonly failures: readonly string[];
}

/** A rate may lie above its level by chance: by at most two standard errors. */
export const allowed = (runs: number): number => ALPHA + 2 * Math.sqrt((ALPHA * (1 - ALPHA)) / runs);

const percent = (share: number): string => `${(100 * share).toFixed(1)}%`;

export function courseTable(trials: readonly Trial[], results: readonly (readonly JobResult[])[]): Row[] {
  return trials.map((trial, index) => {
    const tally = (results[index] ?? []).reduce(
      (sum, result) => (result.kind === 'looks' ? added(sum, result.tally) : sum),
      NO_RUNS,
    );
    return courseRow(trial, tally);
  });
}

function courseRow(trial: Trial, tally: Tally): Row {
  const limit = allowed(tally.runs);
  const failures: string[] = [];
  const rate = (name: string, count: number): string => {
    const share = count / tally.runs;
    if (share <= limit) return percent(share);
    failures.push(name);
    return `**${percent(share)}**`;
  };
  const cells = {
    Case: trial.title,
    K: String(comparisonsIn(trial)),
    'Past burn-in': percent(tally.opened / tally.runs),
    'Interval excludes the truth, any look': rate('interval', tally.excluded),
    'p ≤ 5%, any look': trial.share === 0 && !isCorrected(trial) ? rate('p', tally.effectFound) : '–',
    '`violated`': rate('violated', tally.violated),
    '`safe`': rate('safe', tally.safe),
    'Fixed test, any look': percent(tally.fixedRejected / tally.runs),
    'Last interval covers': coverage(tally, failures),
  };
  return { cells: { ...cells, Holds: failures.length === 0 ? 'yes' : '**no**' }, failures };
}

/** The always-valid p is of the metric as it is. */
const isCorrected = ({ metrics }: Trial): boolean => metrics.includes('cuped');

function coverage({ opened, lastExcludes, runs }: Tally, failures: string[]): string {
  if (opened === 0) return '–';
  if (lastExcludes / opened > allowed(opened)) failures.push('coverage');
  return percent(1 - lastExcludes / Math.min(opened, runs));
}

export function powerTable(trials: readonly PowerTrial[], results: readonly (readonly JobResult[])[]): Row[] {
  return trials.map((trial, index) => {
    const runs = (results[index] ?? []).flatMap((result) => (result.kind === 'power' ? result.runs : []));
    const stops = runs.map(({ stop }) => stop);
    const found = stops.filter((stop) => stop !== Infinity);
    const until80 = percentile(stops, 0.8);
    const mean = found.reduce((sum, stop) => sum + stop, 0) / found.length;
    const cells = {
      Case: trial.title,
      'Fixed test: subjects': whole(trial.fixedSubjects),
      'finds it': percent(runs.filter(({ fixedFound }) => fixedFound).length / runs.length),
      'Subjects until 80% have stopped': whole(until80),
      'to the fixed': (until80 / trial.fixedSubjects).toFixed(2),
      'Mean stop': whole(mean),
      'mean to the fixed': (mean / trial.fixedSubjects).toFixed(2),
      'Stopped at all': percent(found.length / stops.length),
    };
    return { cells, failures: [] };
  });
}

const VARIANCE_LEFT = { wanted: 0.51, within: 0.03 };

export function cupedTable(results: readonly JobResult[]): Row[] {
  const runs = results.flatMap((result) => (result.kind === 'cuped' ? result.runs : []));
  const left = meanOf(runs.map(({ varianceLeft }) => varianceLeft));
  const corrected = runs.map((run) => run.corrected);
  const bias = meanOf(corrected) - 10 * CUPED.lift;
  const se = meanOf(runs.map((run) => run.se)) / Math.sqrt(runs.length);
  const failures = [
    ...(Math.abs(left - VARIANCE_LEFT.wanted) > VARIANCE_LEFT.within ? ['variance'] : []),
    ...(Math.abs(bias) > 2 * se ? ['bias'] : []),
  ];
  const cells = {
    Case: `${CUPED.title}, ${whole(runs.length)} runs of ${whole(CUPED.subjects)} subjects`,
    'Variance left': left.toFixed(3),
    'of a single run': `${least(runs.map((run) => run.varianceLeft))} to ${most(runs.map((run) => run.varianceLeft))}`,
    'True effect': (10 * CUPED.lift).toFixed(3),
    'Mean estimate': meanOf(corrected).toFixed(4),
    'Bias in standard errors': (bias / se).toFixed(1),
    Holds: failures.length === 0 ? 'yes' : '**no**',
  };
  return [{ cells, failures }];
}

const meanOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const least = (values: readonly number[]): string => Math.min(...values).toFixed(3);
const most = (values: readonly number[]): string => Math.max(...values).toFixed(3);
