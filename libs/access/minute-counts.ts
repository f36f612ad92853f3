const WINDOW_MS = 60_000;
/** More kinds of refusals than that within a minute count as one. */
const MOST_KINDS = 1_000;

/** What came after the first refusal, until the timer. */
interface Counted<Refused> {
  readonly refused: Refused;
  readonly timer: NodeJS.Timeout;
  count: number;
}

/** Tells of the first refusal of a kind at once, of more of the same kind once a minute. So nobody floods the log. */
export class MinuteCounts<Refused extends object> {
  private readonly counts = new Map<string, Counted<Refused>>();

  /**
   * @param keyOf two refusals with one key are of the same kind
   * @param ofMany what stands for a refusal where too many kinds come
   */
  constructor(
    private readonly keyOf: (refused: Refused) => string,
    private readonly ofMany: (refused: Refused) => Refused,
    private readonly tell: (refused: Refused, count: number) => void,
  ) {}

  add(refused: Refused): void {
    const known = this.counts.get(this.keyOf(refused));
    if (known) known.count += 1;
    else if (this.counts.size < MOST_KINDS) this.begin(refused);
    else this.addToMany(this.ofMany(refused));
  }

  /** Tells of what has not been told. */
  flush(): void {
    for (const key of [...this.counts.keys()]) this.end(key);
  }

  private addToMany(many: Refused): void {
    const known = this.counts.get(this.keyOf(many));
    if (known) known.count += 1;
    else this.begin(many);
  }

  private begin(refused: Refused): void {
    const key = this.keyOf(refused);
    const timer = setTimeout(() => this.end(key), WINDOW_MS).unref();
    this.counts.set(key, { refused, timer, count: 0 });
    this.tell(refused, 1);
  }

  private end(key: string): void {
    const counted = this.counts.get(key);
    this.counts.delete(key);
    clearTimeout(counted?.timer);
    if (counted && counted.count > 0) this.tell(counted.refused, counted.count);
  }
}
