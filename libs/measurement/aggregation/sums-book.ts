import { plus, type AggregateDeltas, type Amount, type RowKey } from './deltas.js';

/** The tables that looks read, by the names of their deltas. */
export const BOOKED = ['moments', 'runMoments', 'exposures'] as const;
type Booked = (typeof BOOKED)[number];

/** A row of one experiment: its key without the experiment, and its sums. */
export interface SumRow {
  readonly key: RowKey;
  readonly values: readonly Amount[];
}

/** Rows by their keys. */
export type SumRows = ReadonlyMap<string, SumRow>;
export type ExperimentSums = Readonly<Record<Booked, SumRows>>;

/** The sums of experiments as of the last write, exact; looks add what a stretch has changed since. */
export class SumsBook {
  private readonly byExperiment = new Map<string, ExperimentSums>();

  has(experiment: string): boolean {
    return this.byExperiment.has(experiment);
  }

  get size(): number {
    return this.byExperiment.size;
  }

  put(experiment: string, rows: Readonly<Record<Booked, readonly SumRow[]>>): void {
    this.byExperiment.set(experiment, {
      moments: byKey(rows.moments),
      runMoments: byKey(rows.runMoments),
      exposures: byKey(rows.exposures),
    });
  }

  clear(): void {
    this.byExperiment.clear();
  }

  /** The sums of an experiment after these changes. */
  after(experiment: string, deltas: AggregateDeltas): ExperimentSums {
    const before = this.byExperiment.get(experiment) ?? NO_SUMS;
    const changed = (table: Booked): SumRows => changedRows(before[table], deltas[table].under(experiment));
    return { moments: changed('moments'), runMoments: changed('runMoments'), exposures: changed('exposures') };
  }

  /** Takes over changes that were written. */
  absorb(deltas: AggregateDeltas): void {
    for (const experiment of this.byExperiment.keys()) {
      if (BOOKED.some((table) => deltas[table].has(experiment))) {
        this.byExperiment.set(experiment, this.after(experiment, deltas));
      }
    }
  }
}

const NO_SUMS: ExperimentSums = { moments: new Map(), runMoments: new Map(), exposures: new Map() };

const nameOf = (key: RowKey): string => key.join(' ');

const byKey = (rows: readonly SumRow[]): SumRows => new Map(rows.map((row) => [nameOf(row.key), row]));

function changedRows(before: SumRows, changes: Iterable<SumRow>): SumRows {
  const after = new Map(before);
  for (const { key, values } of changes) {
    // The key of a change begins with the experiment.
    const own = key.slice(1);
    const name = nameOf(own);
    const known = before.get(name);
    const sums = known ? known.values.map((sum, index) => plus(sum, values[index] ?? 0)) : values;
    after.set(name, { key: own, values: sums });
  }
  return after;
}
