import { Big } from 'big.js';

/** The key of a row, in the order of its table's key columns. */
export type RowKey = readonly (string | number)[];

/** Counts are numbers, so exact up to 2^53; sums of properties are decimals. */
export type Amount = number | Big;

interface Row {
  readonly key: RowKey;
  readonly values: Amount[];
}

/** A node in the tree of keys: its row, and the nodes of longer keys. */
interface Branch {
  readonly next: Map<string | number, Branch>;
  row?: Row;
}

/** Sums to add to the rows of one table. */
export class Deltas {
  // A tree over the parts of the key: a text of the whole key would be built and hashed several times per event.
  private readonly root: Branch = { next: new Map() };
  private readonly rows: Row[] = [];

  add(key: RowKey, values: readonly Amount[], sign: 1 | -1 = 1): void {
    const branch = this.branchOf(key);
    if (!branch.row) {
      branch.row = { key, values: values.map((value) => signed(value, sign)) };
      this.rows.push(branch.row);
      return;
    }
    const sums = branch.row.values;
    for (let i = 0; i < values.length; i += 1) sums[i] = plus(sums[i] ?? 0, signed(values[i] ?? 0, sign));
  }

  /** Rows that change; rows whose sums cancelled out are left out. */
  *changed(): Iterable<{ readonly key: RowKey; readonly values: readonly Amount[] }> {
    for (const row of this.rows) if (row.values.some((value) => !isZero(value))) yield row;
  }

  /** These sums less others. */
  minus(others: Deltas): Deltas {
    const difference = new Deltas();
    for (const { key, values } of this.changed()) difference.add(key, values);
    for (const { key, values } of others.changed()) difference.add(key, values, -1);
    return difference;
  }

  /** Rows whose key begins with this. */
  *under(first: string): Iterable<Row> {
    const branch = this.root.next.get(first);
    if (branch) yield* rowsIn(branch);
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

function* rowsIn(branch: Branch): Iterable<Row> {
  if (branch.row) yield branch.row;
  for (const next of branch.next.values()) yield* rowsIn(next);
}

/** Exact sum of two amounts. */
export function plus(one: Amount, other: Amount): Amount {
  return typeof one === 'number' && typeof other === 'number' ? one + other : new Big(one).plus(other);
}

/** Exact product of two amounts. */
export function times(one: Amount, other: Amount): Amount {
  return typeof one === 'number' && typeof other === 'number' ? one * other : new Big(one).times(other);
}

export const isZero = (amount: Amount): boolean => (typeof amount === 'number' ? amount === 0 : amount.eq(0));

const signed = (amount: Amount, sign: 1 | -1): Amount => (sign === 1 ? amount : times(amount, -1));

/** An amount as text for PostgreSQL's numeric. */
export const amountText = (amount: Amount): string => (typeof amount === 'number' ? String(amount) : amount.toFixed());

/** Pseudo-variant of subjects in several variants: its rows correct the pooled total, which counts each once. */
export const POOLED = '*';

/** All changes of the aggregates by one stretch of telemetry. */
export class AggregateDeltas {
  /** experiment, metric, variant, phase → n, capped, nonzero, sx, sy, sxx, sxy, syy over exposed subjects */
  readonly moments = new Deltas();
  /** experiment, metric, variant, phase, slice → the same, of each value of each dimension */
  readonly slicedMoments = new Deltas();
  /** experiment, run, metric, variant, phase → capped, nonzero, sx, sy, sxx, sxy, syy of the run's events */
  readonly runMoments = new Deltas();
  /** experiment, metric, variant, phase → x, y of units that were not exposed to the variant */
  readonly unexposed = new Deltas();
  /** experiment, variant, phase → exposed subjects; variant POOLED → subjects exposed to several variants */
  readonly exposures = new Deltas();
  /** experiment, metric, variant, bucket → subjects whose first converting event (EXPOSED: first exposure) is there */
  readonly firsts = new Deltas();
  /** experiment, run (0: none), metric, variant, bucket → numerator, denominator, by events */
  readonly buckets = new Deltas();
  /** experiment, run, measure, variant, bucket → subjects whose latest such event is there */
  readonly distinct = new Deltas();
  /** experiment, metric, variant, phase, bin → values */
  readonly sketches = new Deltas();
  /** experiment, run, metric, variant, bucket, bin → values */
  readonly bucketSketches = new Deltas();
  /** person, environment, metric, version, day → x, y of all events of metrics that ask for CUPED */
  readonly ledger = new Deltas();
  /** experiment, metric, variant, phase → subjects with a pre-exposure value (p, q), sp, sq, spp, spq, sqq, sxp, sxq, syp, syq */
  readonly covariates = new Deltas();
  /** experiment → events after its completion */
  readonly tails = new Deltas();
  /** experiment, variant → exposures later than 15 minutes after its completion */
  readonly servedAfter = new Deltas();
  /** environment, event type → events without decision id that no experiment took */
  readonly unattributed = new Deltas();

  /**
   * What client telemetry adds to the counts that guardrails and reports tell apart: the counts of all telemetry, less those of the
   * telemetry of servers alone. Their rows are as those of the counts.
   */
  clientExposures = new Deltas();
  clientMoments = new Deltas();
  clientUnexposed = new Deltas();
  clientRunMoments = new Deltas();
  clientBuckets = new Deltas();
  clientDistinct = new Deltas();
  clientBucketSketches = new Deltas();

  /** Takes the difference to the same stretch without client telemetry. */
  compareWith(server: AggregateDeltas): void {
    for (const [all, clients] of OF_CLIENTS) this[clients] = this[all].minus(server[all]);
  }
}

/** The counts that client telemetry is told apart in, and where what it adds is. */
export const OF_CLIENTS = [
  ['exposures', 'clientExposures'],
  ['moments', 'clientMoments'],
  ['unexposed', 'clientUnexposed'],
  ['runMoments', 'clientRunMoments'],
  ['buckets', 'clientBuckets'],
  ['distinct', 'clientDistinct'],
  ['bucketSketches', 'clientBucketSketches'],
] as const;

/** The changes of one table. */
export type DeltasName = Exclude<keyof AggregateDeltas, 'compareWith'>;
