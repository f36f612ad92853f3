import type { Metric } from '../metric.js';
import type { SubjectState } from './subject-state.js';

/** Names of a row, in the order of its table's key. */
export type RowKey = readonly (string | number)[];

interface Row {
  readonly key: RowKey;
  readonly values: number[];
}

/** A row, and those whose keys go on from its own. */
interface Branch {
  readonly next: Map<string | number, Branch>;
  row?: Row;
}

/** What a batch adds to the rows of one table; counts, so that numbers are exact. */
export class Deltas {
  // Looked up name by name: one text of the whole key would be built and hashed several times per event.
  private readonly root: Branch = { next: new Map() };
  private readonly rows: Row[] = [];

  add(key: RowKey, values: readonly number[], sign: 1 | -1 = 1): void {
    const branch = this.branchOf(key);
    if (!branch.row) {
      branch.row = { key, values: values.map((value) => sign * value) };
      this.rows.push(branch.row);
      return;
    }
    const sums = branch.row.values;
    for (let i = 0; i < values.length; i += 1) sums[i] = (sums[i] ?? 0) + sign * (values[i] ?? 0);
  }

  /** Rows that change; what cancelled out is left away. */
  *changed(): Iterable<{ readonly key: RowKey; readonly values: readonly number[] }> {
    for (const row of this.rows) if (row.values.some((value) => value !== 0)) yield row;
  }

  private branchOf(key: RowKey): Branch {
    let branch = this.root;
    for (const name of key) {
      let next = branch.next.get(name);
      if (!next) branch.next.set(name, (next = { next: new Map() }));
      branch = next;
    }
    return branch;
  }
}

/** All that one batch changes in the aggregates. */
export class AggregateDeltas {
  /** experiment, metric, variant, phase → n, sx, sy, sxx, sxy, syy */
  readonly moments = new Deltas();
  /** experiment, variant, phase → exposed subjects */
  readonly exposures = new Deltas();
  /** experiment, metric, variant, bucket → numerator, denominator: what reports show over time */
  readonly series = new Deltas();
  /** experiment, run, metric, variant, bucket → numerator, denominator: what guardrails judge */
  readonly windows = new Deltas();
  /** experiment → events after its completion */
  readonly tails = new Deltas();
}

/** What one subject is in the aggregates; taken off before its events and added again after them. */
export function contribute(
  deltas: AggregateDeltas,
  experiment: string,
  state: SubjectState,
  metrics: readonly Metric[],
  sign: 1 | -1,
): void {
  const phase = state.exposedPhase ?? state.decidedPhase;
  const exposed = state.exposedPhase !== null;
  if (exposed) deltas.exposures.add([experiment, state.variant, phase], [1], sign);
  for (const { key: metric, rule } of metrics) {
    const row = [experiment, metric, state.variant, phase];
    if (rule.kind === 'ratio') {
      const [x, y] = state.sums[metric] ?? [0, 0];
      if (exposed || x > 0 || y > 0) deltas.moments.add(row, momentsOf(x, y), sign);
      continue;
    }
    const first = state.firstConversion[metric];
    if (state.firstExposure !== null) {
      deltas.moments.add(row, momentsOf(first === undefined ? 0 : 1, 1), sign);
      deltas.series.add([experiment, metric, state.variant, state.firstExposure], [0, 1], sign);
      if (first !== undefined) deltas.series.add([experiment, metric, state.variant, first], [1, 0], sign);
    }
    for (const [run, bucket] of Object.entries(state.latest)) {
      const window = [experiment, Number(run), metric, state.variant];
      deltas.windows.add([...window, bucket], [0, 1], sign);
      const converted = state.latestConversion[`${metric} ${run}`];
      if (converted !== undefined) deltas.windows.add([...window, converted], [1, 0], sign);
    }
  }
}

/** n, Σx, Σy, Σx², Σxy, Σy² of one subject. */
const momentsOf = (x: number, y: number): number[] => [1, x, y, x * x, x * y, y * y];
