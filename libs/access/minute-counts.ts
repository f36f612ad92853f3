import type { Logger } from '../platform/logging/logger.js';

const WINDOW_MS = 60_000;
/** More pairs of account and address than that within a minute count as one. */
const MOST_PAIRS = 1_000;
/** More kinds of refusals than that of one pair count as the last of them. */
const MOST_KINDS = 20;

/** A kind of refusal, and how often it came. */
export interface Counted<Refused> {
  readonly refused: Refused;
  readonly count: number;
}

interface Pair<Refused> {
  readonly kinds: Map<string, { readonly refused: Refused; count: number }>;
  readonly timer: NodeJS.Timeout;
}

/** How refusals are told apart. */
interface Telling<Refused> {
  /** The account and the address: of each pair, the log has at most two entries a minute. */
  readonly pairOf: (refused: Refused) => string;
  readonly kindOf: (refused: Refused) => string;
  /** What stands for a refusal where too many pairs come. */
  readonly ofMany: (refused: Refused) => Refused;
  /** Tells the audit of one or more refusals of a pair. */
  readonly tell: (refusals: readonly [Counted<Refused>, ...Counted<Refused>[]]) => Promise<void>;
  readonly logger: Logger;
  /** What the log says where the audit could not be told. */
  readonly failure: string;
}

/** Tells of the first refusal of an account and address at once, of more within a minute together. So nobody floods the log. */
export class MinuteCounts<Refused extends object> {
  private readonly pairs = new Map<string, Pair<Refused>>();
  private telling: Promise<void> = Promise.resolve();

  constructor(private readonly how: Telling<Refused>) {}

  add(refused: Refused): void {
    const { pairOf, ofMany } = this.how;
    const isKnown = this.pairs.has(pairOf(refused));
    this.count(isKnown || this.pairs.size < MOST_PAIRS ? refused : ofMany(refused));
  }

  /** Tells of what has not been told. */
  async close(): Promise<void> {
    for (const pair of [...this.pairs.keys()]) this.end(pair);
    await this.telling;
  }

  private count(refused: Refused): void {
    const { pairOf, kindOf } = this.how;
    const name = pairOf(refused);
    const pair = this.pairs.get(name);
    if (!pair) {
      this.pairs.set(name, { kinds: new Map(), timer: setTimeout(() => this.end(name), WINDOW_MS).unref() });
      this.tell({ refused, count: 1 });
      return;
    }
    const kind = kindOf(refused);
    const known = pair.kinds.get(kind) ?? (pair.kinds.size < MOST_KINDS ? undefined : [...pair.kinds.values()].at(-1));
    if (known) known.count += 1;
    else pair.kinds.set(kind, { refused, count: 1 });
  }

  private end(name: string): void {
    const pair = this.pairs.get(name);
    this.pairs.delete(name);
    clearTimeout(pair?.timer);
    const [first, ...more] = pair?.kinds.values() ?? [];
    if (first) this.tell(first, ...more);
  }

  /** One after the other, so that the log has them in their order. */
  private tell(...refusals: [Counted<Refused>, ...Counted<Refused>[]]): void {
    const { tell, logger, failure } = this.how;
    this.telling = this.telling
      .then(() => tell(refusals))
      .catch((error: unknown) => logger.error({ err: error }, failure));
  }
}
