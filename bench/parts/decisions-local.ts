import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Figure } from '../figure.js';
import { whole } from '../support/numbers.js';

const PROGRAM = fileURLToPath(new URL('../local/evaluations.js', import.meta.url));
const LEAST_WITHOUT_ID = 4;
const LEAST_WITH_ID = 1.4;
const MOST_WITH_MANY = 1.2;
const MOST_LOAD_MS = 2_000;
// Above 0, because the heap of a running program varies by some kilobytes.
const MOST_RETAINED = 0.05;

interface Comparison {
  readonly ours: number;
  readonly theirs: number;
  readonly ratio: number;
}

interface Measured {
  readonly withoutId: Comparison;
  readonly withId: Comparison;
  /** `many`: ten flags evaluated, among 10 and among 10,000. `scattered`: all of the 10,000 in turn, against 10. */
  readonly many: Comparison;
  readonly scattered: Comparison;
  readonly retained: number;
  readonly loadMs: number;
}

/** Evaluations in process, against the evaluators of flagd and GrowthBook with the same flags and contexts. */
export async function localFigures(): Promise<Figure[]> {
  const { stdout } = await promisify(execFile)(process.execPath, ['--expose-gc', PROGRAM]);
  const { withoutId, withId, many, scattered, retained, loadMs } = JSON.parse(stdout) as Measured;
  return [
    faster('In process, rule with a split, no id', withoutId, '@openfeature/flagd-core', LEAST_WITHOUT_ID),
    faster('In process, experiment, with signed id', withId, '@growthbook/growthbook', LEAST_WITH_ID),
    slower('Time of a decision in process, ten flags asked of 10,000 against of 10', many, MOST_WITH_MANY),
    // Without a goal, because it measures the cache of the processor.
    slower('Time of a decision in process, all of 10,000 flags asked by turns against 10', scattered, undefined),
    absolute(
      'Memory retained per decision with id',
      `${retained.toFixed(3)} bytes`,
      '0 bytes',
      retained <= MOST_RETAINED,
    ),
    absolute(
      'Snapshot of 10,000 flags, text to first decision',
      `${whole(loadMs)} ms`,
      '≤ 2 s',
      loadMs <= MOST_LOAD_MS,
    ),
  ];
}

/** The time of a decision, for one thread that only decides. */
const perDecision = (perSecond: number): string => `${(1e6 / perSecond).toFixed(2)} µs`;

function faster(figure: string, { ours, theirs, ratio }: Comparison, peer: string, least: number): Figure {
  return {
    figure,
    measured: `${whole(ours)}/s`,
    processor: perDecision(ours),
    baseline: `${peer}: ${whole(theirs)}/s`,
    ratio,
    floor: `≥ ${least}`,
    met: ratio >= least,
  };
}

/** @param most the goal; undefined: a figure without one */
function slower(figure: string, { ours, theirs, ratio }: Comparison, most: number | undefined): Figure {
  return {
    figure,
    measured: `${whole(theirs)}/s`,
    processor: perDecision(theirs),
    baseline: `10 flags: ${whole(ours)}/s`,
    ratio,
    floor: most === undefined ? '–' : `≤ ${most}`,
    met: most === undefined || ratio <= most,
  };
}

const absolute = (figure: string, measured: string, floor: string, met: boolean): Figure => ({
  figure,
  measured,
  processor: null,
  baseline: null,
  ratio: null,
  floor,
  met,
});
