import { plus, times, type AggregateDeltas, type Amount, type RowKey } from './deltas.js';

/** The tables that looks read, by the names of their deltas. */
export const BOOKED = ['moments', 'runMoments', 'exposures', 'clientRunMoments', 'clientExposures'] as const;
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

  put(experiment: string, rows: (table: Booked) => readonly SumRow[]): void {
    this.byExperiment.set(
      experiment,
      ofEach((table) => byKey(rows(table))),
    );
  }

  clear(): void {
    this.byExperiment.clear();
  }

  /** The sums of an experiment after these changes. */
  after(experiment: string, deltas: AggregateDeltas): ExperimentSums {
    const before = this.byExperiment.get(experiment) ?? NO_SUMS;
    return ofEach((table) => changedRows(before[table], deltas[table].under(experiment)));
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

const ofEach = <Rows>(rowsOf: (table: Booked) => Rows): Record<Booked, Rows> => ({
  moments: rowsOf('moments'),
  runMoments: rowsOf('runMoments'),
  exposures: rowsOf('exposures'),
  clientRunMoments: rowsOf('clientRunMoments'),
  clientExposures: rowsOf('clientExposures'),
});

const NO_SUMS: ExperimentSums = ofEach(() => new Map<string, SumRow>());

/** The sums of a run by the telemetry of servers alone. */
export function withoutClients(sums: ExperimentSums): Pick<ExperimentSums, 'runMoments' | 'exposures'> {
  const { runMoments, exposures, clientRunMoments, clientExposures } = sums;
  if (clientRunMoments.size === 0 && clientExposures.size === 0) return sums;
  return { runMoments: less(runMoments, clientRunMoments), exposures: less(exposures, clientExposures) };
}

function less(rows: SumRows, clients: SumRows): SumRows {
  if (clients.size === 0) return rows;
  const rest = new Map(rows);
  for (const [name, { key, values }] of clients) {
    const known = rest.get(name)?.values ?? [];
    rest.set(name, { key, values: values.map((sum, index) => plus(known[index] ?? 0, times(sum, -1))) });
  }
  return rest;
}

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
