/** Upper bounds in seconds, ascending. */
const BOUNDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5] as const;

interface Series {
  readonly labels: string;
  /** How many fell between this bound and the one before; the last are beyond all bounds. */
  readonly counts: number[];
  sum: number;
}

/** Times to answer, by route and status, as a Prometheus histogram: noting one costs two look-ups and an addition. */
export class DurationHistogram {
  private readonly byRoute = new Map<string, Map<number, Series>>();

  constructor(
    private readonly name: string,
    private readonly help: string,
  ) {}

  /** @param route method and path, as 'POST /v1/decide' */
  note(route: string, status: number, seconds: number): void {
    const series = this.seriesOf(route, status);
    let bucket = 0;
    while (seconds > (BOUNDS[bucket] ?? Infinity)) bucket += 1;
    series.counts[bucket] = (series.counts[bucket] ?? 0) + 1;
    series.sum += seconds;
  }

  /** In Prometheus's text format. */
  text(): string {
    const lines = [`# HELP ${this.name} ${this.help}`, `# TYPE ${this.name} histogram`];
    for (const statuses of this.byRoute.values()) {
      for (const series of statuses.values()) lines.push(...this.linesOf(series));
    }
    return `${lines.join('\n')}\n`;
  }

  private seriesOf(route: string, status: number): Series {
    let statuses = this.byRoute.get(route);
    if (!statuses) this.byRoute.set(route, (statuses = new Map<number, Series>()));
    let series = statuses.get(status);
    if (!series) {
      const [method = '', path = ''] = route.split(' ');
      const labels = `method="${escaped(method)}",route="${escaped(path)}",status="${status}"`;
      series = { labels, counts: Array.from({ length: BOUNDS.length + 1 }, () => 0), sum: 0 };
      statuses.set(status, series);
    }
    return series;
  }

  private linesOf({ labels, counts, sum }: Series): string[] {
    let upTo = 0;
    const buckets = [...BOUNDS, '+Inf'].map((bound, index) => {
      upTo += counts[index] ?? 0;
      return `${this.name}_bucket{le="${bound}",${labels}} ${upTo}`;
    });
    return [...buckets, `${this.name}_sum{${labels}} ${sum}`, `${this.name}_count{${labels}} ${upTo}`];
  }
}

const escaped = (value: string): string => value.replaceAll('\\', '\\\\').replaceAll('"', '\\"');
