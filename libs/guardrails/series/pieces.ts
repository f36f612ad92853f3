import { groupedBy } from '../../primitives/grouped.js';
import type { Instant } from './instants.js';

/** The end of the last piece of a run that lasts. */
const OPEN = Number.MAX_SAFE_INTEGER;

/** Time buckets of a run between two cuts, in seconds; `until` is exclusive. */
export interface Piece {
  readonly run: number;
  readonly since: number;
  readonly until: number;
  /** True if some window has it. */
  readonly isInWindow: boolean;
}

/**
 * Cuts runs wherever a window begins or ends, so that each window is made of whole pieces: every row is read once,
 * however many windows it is in. The last piece of each run has the rest of the run.
 */
export function piecesOf(instants: readonly Instant[]): Piece[] {
  return [...groupedBy(instants, ({ run }) => run)].flatMap(([run, own]) => {
    const cuts = new Set(own.flatMap(({ since, until, runUntil }) => [since, until, runUntil ?? OPEN]));
    const sorted = [...cuts].sort((one, other) => one - other);
    return sorted.slice(0, -1).map((since, index): Piece => {
      const until = sorted[index + 1] ?? OPEN;
      return { run, since, until, isInWindow: own.some((each) => each.since <= since && until <= each.until) };
    });
  });
}

/** Sums of windows, from sums of pieces: the sum of a window is the difference of two running sums. */
export class RunningSums<Sum> {
  /** The sum of all pieces before each cut, by run and cut; none is before the first one. */
  private readonly before = new Map<string, Sum>();
  /** The sum of all pieces, by run. */
  private readonly all = new Map<number, Sum>();

  constructor(
    pieces: readonly Piece[],
    /** The sum of a piece; undefined stands for zero. */
    sumOf: (piece: number) => Sum | undefined,
    private readonly arithmetic: {
      readonly zero: Sum;
      readonly plus: (one: Sum, other: Sum) => Sum;
      readonly minus: (one: Sum, other: Sum) => Sum;
    },
  ) {
    const { zero, plus } = arithmetic;
    for (const [index, { run, until }] of pieces.entries()) {
      const before = this.all.get(run) ?? zero;
      const sum = sumOf(index);
      const running = sum === undefined ? before : plus(before, sum);
      this.before.set(`${run} ${until}`, running);
      this.all.set(run, running);
    }
  }

  /** Of the buckets from one cut to another. */
  between(run: number, since: number, until: number): Sum {
    return this.arithmetic.minus(this.beforeCut(run, until), this.beforeCut(run, since));
  }

  /** Of the buckets from a cut to the end of the run. */
  from(run: number, since: number): Sum {
    return this.arithmetic.minus(this.all.get(run) ?? this.arithmetic.zero, this.beforeCut(run, since));
  }

  private beforeCut(run: number, cut: number): Sum {
    return this.before.get(`${run} ${cut}`) ?? this.arithmetic.zero;
  }
}
