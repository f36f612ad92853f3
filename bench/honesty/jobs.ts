import { runAtOnce } from './at-once.js';
import { type CupedRun, runCuped } from './cuped.js';
import { runOverTime } from './over-time.js';
import { type PowerRun, type PowerTrial, runWithEffect } from './power.js';
import { Stream } from './stream.js';
import { counted, NO_RUNS, type Outcome, type Tally } from './tally.js';
import type { Trial } from './trial.js';
import type { Watch } from './watch.js';

/** Runs `from` to `from + runs` of a trial. Plain JSON: it goes to a thread. */
export type Job = { readonly from: number; readonly runs: number } & Trials;

type Trials =
  | { readonly kind: 'looks'; readonly trial: Trial }
  | { readonly kind: 'power'; readonly trial: PowerTrial }
  | { readonly kind: 'cuped'; readonly trial: CupedTrial };

export interface CupedTrial {
  readonly title: string;
  readonly subjects: number;
  readonly lift: number;
}

export type JobResult =
  | { readonly kind: 'looks'; readonly tally: Tally }
  | { readonly kind: 'power'; readonly runs: readonly PowerRun[] }
  | { readonly kind: 'cuped'; readonly runs: readonly CupedRun[] };

/** Each run has a seed of its own, by its trial's title and its number, so jobs may be cut anyhow. */
export function perform(job: Job): JobResult {
  const streams = Array.from({ length: job.runs }, (_, index) => streamOf(job.trial.title, job.from + index));
  switch (job.kind) {
    case 'looks': {
      const { trial } = job;
      return {
        kind: 'looks',
        tally: streams.reduce((tally, stream) => counted(tally, outcomeOf(trial, stream)), NO_RUNS),
      };
    }
    case 'power': {
      const { trial } = job;
      return { kind: 'power', runs: streams.map((stream) => runWithEffect(trial, stream)) };
    }
    case 'cuped': {
      const { subjects, lift } = job.trial;
      return { kind: 'cuped', runs: streams.map((stream) => runCuped(subjects, lift, stream)) };
    }
  }
}

function streamOf(title: string, run: number): Stream {
  const ofTitle = [...title].reduce((hash, letter) => Math.imul(hash ^ letter.charCodeAt(0), 0x01000193), 0x811c9dc5);
  return new Stream((ofTitle + Math.imul(run, 0x9e3779b1)) | 0);
}

function outcomeOf(trial: Trial, stream: Stream): Outcome {
  if (trial.course === 'at_once') {
    const watches = runAtOnce(trial, stream);
    return outcome(watches, watches);
  }
  const { whole, run } = runOverTime(trial, stream);
  return outcome([whole], [run]);
}

/** What any of the watches saw: effects over the whole experiment, margins in the current run. */
function outcome(whole: readonly Watch[], current: readonly Watch[]): Outcome {
  return {
    opened: whole.some(({ opened }) => opened),
    excluded: whole.some(({ excluded }) => excluded),
    lastExcludes: whole.some(({ lastExcludes }) => lastExcludes),
    effectFound: whole.some(({ effectFound }) => effectFound),
    violated: current.some((watch) => watch.raised('violated')),
    safe: current.some((watch) => watch.raised('safe')),
    fixedRejected: whole.some(({ fixedRejected }) => fixedRejected),
  };
}
