import type { Registry } from 'prom-client';

/** The measurements of one route and status. */
interface Cell {
  /** The number of durations per interval between bounds; the last one counts those above all bounds. */
  readonly counts: number[];
  sum: number;
}

interface Line {
  readonly metricName: string;
  readonly labels: Readonly<Record<string, string | number>>;
  readonly value: number;
}

/**
 * A Prometheus histogram over routes and statuses. The library's own histogram sorts and joins the labels at each
 * observation, which costs as much as a decision.
 */
export class RouteDurations {
  private readonly cells = new Map<string, Map<number, Cell>>();

  /** @param bounds upper bounds of the buckets in seconds, ascending */
  constructor(
    readonly name: string,
    private readonly help: string,
    private readonly bounds: readonly number[],
  ) {}

  /** The cast is safe: the registry uses only a metric's `name` and `get`. */
  registerAt(registry: Registry): this {
    registry.registerMetric(this as unknown as Parameters<Registry['registerMetric']>[0]);
    return this;
  }

  /** @param route method and path, such as 'POST /v1/decide' */
  note(route: string, status: number, seconds: number): void {
    const { counts } = this.add(route, status, seconds);
    let bucket = 0;
    while (bucket < this.bounds.length && seconds > (this.bounds[bucket] ?? 0)) bucket += 1;
    counts[bucket] = (counts[bucket] ?? 0) + 1;
  }

  /** The registry calls this. */
  get(): Promise<object> {
    const values: Line[] = [];
    for (const [route, statuses] of this.cells) {
      const [method = '', path = ''] = route.split(' ');
      for (const [status, cell] of statuses) {
        values.push(...this.linesOf({ method, route: path, status: String(status) }, cell));
      }
    }
    return Promise.resolve({ name: this.name, help: this.help, type: 'histogram', values });
  }

  private add(route: string, status: number, seconds: number): Cell {
    let statuses = this.cells.get(route);
    if (statuses === undefined) this.cells.set(route, (statuses = new Map<number, Cell>()));
    let cell = statuses.get(status);
    if (cell === undefined) {
      cell = { counts: Array.from({ length: this.bounds.length + 1 }, () => 0), sum: 0 };
      statuses.set(status, cell);
    }
    cell.sum += seconds;
    return cell;
  }

  private linesOf(labels: Readonly<Record<string, string>>, { counts, sum }: Cell): Line[] {
    let total = 0;
    const buckets = counts.map((count, index): Line => {
      total += count;
      const le = this.bounds[index] ?? '+Inf';
      return { metricName: `${this.name}_bucket`, labels: { le, ...labels }, value: total };
    });
    return [
      ...buckets,
      { metricName: `${this.name}_sum`, labels, value: sum },
      { metricName: `${this.name}_count`, labels, value: total },
    ];
  }
}
