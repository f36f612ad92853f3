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
  readonly tell: (refusals: readonly Counted<Refused>[]) => void;
}

/** Tells of the first refusal of an account and address at once, of more within a minute together. So nobody floods the log. */
export class MinuteCounts<Refused extends object> {
  private readonly pairs = new Map<string, Pair<Refused>>();

  constructor(private readonly telling: Telling<Refused>) {}

  add(refused: Refused): void {
    const { pairOf, ofMany } = this.telling;
    const isKnown = this.pairs.has(pairOf(refused));
    this.count(isKnown || this.pairs.size < MOST_PAIRS ? refused : ofMany(refused));
  }

  /** Tells of what has not been told. */
  flush(): void {
    for (const pair of [...this.pairs.keys()]) this.end(pair);
  }

  private count(refused: Refused): void {
    const { pairOf, kindOf, tell } = this.telling;
    const name = pairOf(refused);
    const pair = this.pairs.get(name);
    if (!pair) {
      this.pairs.set(name, { kinds: new Map(), timer: setTimeout(() => this.end(name), WINDOW_MS).unref() });
      tell([{ refused, count: 1 }]);
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
    if (pair && pair.kinds.size > 0) this.telling.tell([...pair.kinds.values()]);
  }
}
