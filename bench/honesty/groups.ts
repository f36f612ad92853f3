import type { Job, JobResult } from './jobs.js';
import { courseTable, cupedTable, powerTable, type Row } from './tables.js';
import { AT_THE_MARGIN, CUPED, GUARDED, OVER_TIME, SEVERAL_ARMS, WITH_EFFECT, WITHOUT_EFFECT } from './trials.js';
import type { Trial } from './trial.js';

/** A table of the report: the jobs of each line, and how their results become it. */
export interface Group {
  readonly title: string;
  readonly rows: readonly { readonly jobs: readonly Job[] }[];
  /** The results of each row's jobs. */
  table(results: readonly (readonly JobResult[])[]): readonly Row[];
}

/** Runs per job: a trial of 2,000 runs keeps both threads busy to its end. */
const RUNS_PER_JOB = 250;

function cut(runs: number): { readonly from: number; readonly runs: number }[] {
  return Array.from({ length: Math.ceil(runs / RUNS_PER_JOB) }, (_, index) => {
    const from = index * RUNS_PER_JOB;
    return { from, runs: Math.min(RUNS_PER_JOB, runs - from) };
  });
}

function ofTrials(title: string, trials: readonly Trial[]): Group {
  return {
    title,
    rows: trials.map((trial) => ({ jobs: cut(trial.runs).map((part) => ({ kind: 'looks', trial, ...part })) })),
    table: (results) => courseTable(trials, results),
  };
}

export const GROUPS: Readonly<Record<string, Group>> = {
  looks: ofTrials('No effect, a look after every batch', WITHOUT_EFFECT),
  margins: ofTrials('True effect exactly at the margin', AT_THE_MARGIN),
  arms: ofTrials('Several treatments without an effect share alpha', SEVERAL_ARMS),
  guardrails: ofTrials('`treatment_vs_control`: K = guardrails × treatments at their margins share alpha', GUARDED),
  time: ofTrials('Values that grow over time', OVER_TIME),
  power: {
    title: 'Power',
    rows: WITH_EFFECT.map((trial) => ({ jobs: cut(trial.runs).map((part) => ({ kind: 'power', trial, ...part })) })),
    table: (results) => powerTable(WITH_EFFECT, results),
  },
  cuped: {
    title: 'CUPED',
    rows: [{ jobs: cut(CUPED.runs).map((part) => ({ kind: 'cuped', trial: CUPED, ...part })) }],
    table: (results) => cupedTable(results.flat()),
  },
};
