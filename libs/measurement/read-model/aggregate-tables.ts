import { OF_CLIENTS, type DeltasName } from '../aggregation/deltas.js';

type ColumnType = 'text' | 'integer' | 'bigint' | 'numeric';
/** Names and types of columns. */
export type Columns = readonly (readonly [name: string, type: ColumnType])[];

/** A table of sums, one row per key. */
export interface AggregateTable {
  readonly name: string;
  /** Its changes. Their rows have the columns of the key, then those of the sums, in this order. */
  readonly deltas: DeltasName;
  readonly key: Columns;
  readonly sums: Columns;
  /** True if a row has the hour (since 1970, of the log's receive times) in which it last changed. */
  readonly isHourly?: true;
}

const EXPERIMENT: Columns = [['experiment_id', 'text']];
const METRIC: Columns = [...EXPERIMENT, ['metric', 'text'], ['variant', 'text']];
const ARM: Columns = [...METRIC, ['phase', 'integer']];
const RUN: Columns = [...EXPERIMENT, ['run', 'integer']];
const IN_RUN: Columns = [...RUN, ['metric', 'text'], ['variant', 'text']];
const BUCKET: Columns = [['bucket', 'bigint']];
const BIN: Columns = [['bin', 'integer']];
const numeric = (...names: readonly string[]): Columns => names.map((name) => [name, 'numeric']);

/** Of exposed subjects: those that were capped, those with a numerator, and the sums of x, y, x², xy, y². */
export const SUMS = ['capped', 'nonzero', 'sx', 'sy', 'sxx', 'sxy', 'syy'] as const;

const COUNTED: readonly AggregateTable[] = [
  { name: 'moments', deltas: 'moments', key: ARM, sums: numeric('n', ...SUMS), isHourly: true },
  {
    name: 'sliced_moments',
    deltas: 'slicedMoments',
    key: [...ARM, ['slice', 'integer']],
    sums: numeric('n', ...SUMS),
  },
  { name: 'run_moments', deltas: 'runMoments', key: [...IN_RUN, ['phase', 'integer']], sums: numeric(...SUMS) },
  {
    name: 'covariates',
    deltas: 'covariates',
    key: ARM,
    sums: numeric('known', 'sp', 'sq', 'spp', 'spq', 'sqq', 'sxp', 'sxq', 'syp', 'syq'),
  },
  { name: 'unexposed', deltas: 'unexposed', key: ARM, sums: numeric('x', 'y') },
  {
    name: 'exposures',
    deltas: 'exposures',
    key: [...EXPERIMENT, ['variant', 'text'], ['phase', 'integer']],
    sums: numeric('subjects'),
    isHourly: true,
  },
  { name: 'firsts', deltas: 'firsts', key: [...METRIC, ...BUCKET], sums: numeric('subjects') },
  { name: 'buckets', deltas: 'buckets', key: [...IN_RUN, ...BUCKET], sums: numeric('numerator', 'denominator') },
  {
    name: 'distinct_subjects',
    deltas: 'distinct',
    key: [...RUN, ['measure', 'text'], ['variant', 'text'], ...BUCKET],
    sums: numeric('subjects'),
  },
  { name: 'sketches', deltas: 'sketches', key: [...ARM, ...BIN], sums: numeric('n') },
  { name: 'bucket_sketches', deltas: 'bucketSketches', key: [...IN_RUN, ...BUCKET, ...BIN], sums: numeric('n') },
  { name: 'tails', deltas: 'tails', key: EXPERIMENT, sums: numeric('events') },
  {
    name: 'served_after',
    deltas: 'servedAfter',
    key: [...EXPERIMENT, ['variant', 'text']],
    sums: numeric('events'),
  },
];

/** Every row also has its environment: the seam along which counting can be spread over processes. */
export const AGGREGATES: readonly AggregateTable[] = [
  ...COUNTED,
  // What client telemetry adds, in tables of the same columns.
  ...OF_CLIENTS.flatMap(([all, clients]) =>
    COUNTED.filter(({ deltas }) => deltas === all).map(({ name, key, sums }) => ({
      name: `client_${name}`,
      deltas: clients,
      key,
      sums,
    })),
  ),
];

/** The environment is part of the keys of these. */
export const BY_ENVIRONMENT: readonly AggregateTable[] = [
  {
    name: 'ledger',
    deltas: 'ledger',
    key: [
      // First, because it is what entries are looked up by.
      ['person', 'text'],
      ['environment', 'text'],
      ['metric', 'text'],
      ['version', 'integer'],
      ['day', 'integer'],
    ],
    sums: numeric('x', 'y'),
  },
  {
    name: 'unattributed',
    deltas: 'unattributed',
    key: [
      ['environment', 'text'],
      ['type', 'text'],
    ],
    sums: numeric('events'),
  },
];

/** The table of a row's sums as they were at the beginning of an hour after which the row changed. */
export const hoursOf = ({ name }: AggregateTable): string => `${name.replace(/s$/, '')}_hours`;

const sqlOf = (columns: Columns, further = ''): string[] => columns.map(([name, type]) => `${name} ${type}${further}`);

/** The SQL of the definition of a table, and of its hours if it has them. */
export function definitionsOf(table: AggregateTable): string[] {
  const { name, key, sums, isHourly = false } = table;
  const names = key.map(([column]) => column).join(', ');
  const columns = [...sqlOf(key), ...sqlOf(sums, ' NOT NULL')];
  if (!BY_ENVIRONMENT.includes(table)) columns.push('environment text NOT NULL');
  if (!isHourly) return [`${name} (${columns.join(', ')}, PRIMARY KEY (${names}))`];
  return [
    `${name} (${columns.join(', ')}, hour integer NOT NULL, PRIMARY KEY (${names}))`,
    `${hoursOf(table)} (${columns.join(', ')}, hour integer, PRIMARY KEY (${names}, hour))`,
  ];
}
