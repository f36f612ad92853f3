import type { Run, ThresholdGuardrail } from '../../experiments/index.js';
import { TIME_BUCKET_SECONDS } from '../../measurement/index.js';
import { windowOf } from '../judge.js';

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
/** All are multiples of a time bucket and divide the next day, so that instants stand at round times. */
const STEPS = [
  ...[10 * SECOND_MS, 30 * SECOND_MS, MINUTE_MS, 5 * MINUTE_MS, 10 * MINUTE_MS, 30 * MINUTE_MS],
  ...[HOUR_MS, 3 * HOUR_MS, 12 * HOUR_MS, DAY_MS],
];

/** A range of time, epoch milliseconds; both ends belong to it. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** An instant in a run, and the window that a guardrail judged then: buckets in seconds, `until` exclusive. */
export interface Instant {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly run: number;
  readonly since: number;
  readonly until: number;
  /** The end of the run in buckets; null while it lasts. */
  readonly runUntil: number | null;
}

/** The least round step, in milliseconds, that a span has at most so many of. */
export function stepOf({ from, to }: Span, points: number): number {
  const least = Math.max(0, to - from) / points;
  return STEPS.find((step) => step >= least) ?? Math.ceil(least / DAY_MS) * DAY_MS;
}

/**
 * The instants within a span at which a guardrail was judged: the multiples of the step while a run lasted, and the end
 * of each run, which few steps would hit.
 */
export function instantsOf(guardrail: ThresholdGuardrail, runs: readonly Run[], span: Span, step: number): Instant[] {
  return runs.flatMap((run) => {
    const [begin, end] = [Date.parse(run.from), run.to === null ? Infinity : Date.parse(run.to)];
    const last = Math.min(span.to, end);
    const times: number[] = [];
    const first = Math.ceil(Math.max(span.from, begin + 1) / step) * step;
    for (let at = first; at <= last; at += step) times.push(at);
    if (end >= span.from && end <= span.to && times.at(-1) !== end) times.push(end);
    return times.map((at): Instant => {
      // Without a window the whole run counts, including events from before the first start.
      const since = guardrail.windowMinutes === null ? 0 : windowOf(guardrail, run, new Date(at)).from.getTime() / 1000;
      return { at, run: run.run, since, until: untilOf(at), runUntil: run.to === null ? null : untilOf(end) };
    });
  });
}

/** The end of the bucket that the instant is in, or that ends with it; seconds. */
const untilOf = (at: number): number => Math.ceil(at / 1000 / TIME_BUCKET_SECONDS) * TIME_BUCKET_SECONDS;
