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
  private readonly byExperiment = new Map<string, Record<Booked, Map<string, SumRow>>>();

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
    for (const table of BOOKED) {
      for (const change of deltas[table].changed()) {
        const rows = this.byExperiment.get(String(change.key[0]))?.[table];
        if (rows) addTo(rows, change);
      }
    }
  }
}

const NO_SUMS: ExperimentSums = { moments: new Map(), runMoments: new Map(), exposures: new Map() };

const nameOf = (key: RowKey): string => key.join(' ');

const byKey = (rows: readonly SumRow[]): Map<string, SumRow> => new Map(rows.map((row) => [nameOf(row.key), row]));

function changedRows(before: SumRows, changes: Iterable<SumRow>): SumRows {
  const after = new Map(before);
  for (const change of changes) addTo(after, change);
  return after;
}

/** Adds a change, whose key begins with the experiment, to its row. */
function addTo(rows: Map<string, SumRow>, { key: [, ...key], values }: SumRow): void {
  const name = nameOf(key);
  const known = rows.get(name);
  rows.set(name, { key, values: known ? known.values.map((sum, index) => plus(sum, values[index] ?? 0)) : values });
}
