import { Big } from 'big.js';
import type { Amount } from '../aggregation/deltas.js';
import type { HourRow } from '../analysis/effect-series.js';
import { byMetric, type MetricRow } from '../analysis/metric-rows.js';
import { SUMS } from './aggregate-tables.js';
import type { Reader } from './measured.js';

/** Whose rows are read. */
export interface RowsOf {
  readonly reader: Reader;
  readonly experiment: string;
  /** As of the beginning of this hour (since 1970); null: as of now. */
  readonly hour: number | null;
}

interface PackedRow {
  readonly metric: string;
  readonly variant: string;
  readonly phase: number;
  readonly sums: string;
}

// One text per row: a column of its own for each sum would cost the client more than the database.
const packed = (of: string, sums: readonly string[]): string =>
  `concat_ws(' ', ${sums.map((sum) => `${of}.${sum}`).join(', ')}) AS sums`;

const MOMENTS = ['n', ...SUMS];
const COVARIATES = ['known', 'sp', 'sq', 'spp', 'spq', 'sqq', 'sxp', 'sxq', 'syp', 'syq'];

/** A double that says the same decimal again, where one does: decimals are built only where their digits are needed. */
const amountOf = (text: string): Amount => (text.length <= DIGITS ? Number(text) : new Big(text));

// Any decimal of 15 digits is the shortest text of its double.
const DIGITS = 15;

const unpacked = ({ metric, variant, phase, sums }: PackedRow): MetricRow => {
  return { metric, variant, phase, sums: sums.split(' ').map(amountOf) };
};

/** The moments of every metric, by variant and phase. */
export async function readMomentRows(of: RowsOf): Promise<MetricRow[]> {
  return (await rowsOf('moments', MOMENTS, ['metric', 'variant', 'phase'], of)).map(unpacked);
}

/** Subjects exposed, by variant and phase; under POOLED those exposed to several variants. */
export async function readExposedRows(of: RowsOf): Promise<{ variant: string; phase: number; subjects: number }[]> {
  const rows = await rowsOf('exposures', ['subjects'], ['variant', 'phase'], of);
  return rows.map(({ variant, phase, sums }) => ({ variant, phase, subjects: Number(sums) }));
}

/** Of an hour: a row that changed last before it stands as it is, another as it was then. */
function rowsOf(
  table: 'moments' | 'exposures',
  sums: readonly string[],
  key: readonly string[],
  { reader, experiment, hour }: RowsOf,
): Promise<PackedRow[]> {
  const names = key.map((name) => `now.${name}`).join(', ');
  if (hour === null) {
    return reader.query(`SELECT ${names}, ${packed('now', sums)} FROM ${table} now WHERE experiment_id = $1`, [
      experiment,
    ]);
  }
  const same = key.map((name) => `before.${name} = now.${name}`).join(' AND ');
  return reader.query(
    `SELECT ${names}, ${packed('now', sums)} FROM ${table} now WHERE experiment_id = $1 AND hour < $2
     UNION ALL
     SELECT ${names}, earlier.sums FROM ${table} now, LATERAL (
       SELECT ${packed('before', sums)} FROM ${table.replace(/s$/, '')}_hours before
       WHERE before.experiment_id = $1 AND ${same} AND before.hour <= $2 ORDER BY before.hour DESC LIMIT 1
     ) earlier WHERE now.experiment_id = $1 AND now.hour >= $2`,
    [experiment, hour],
  );
}

/**
 * The moments by value of a dimension: the function answers the rows of a metric, one list per value.
 * @param first the slice of the value 0
 */
export async function readSlices(
  { reader, experiment }: RowsOf,
  first: number,
  values: number,
  phase: number | null,
): Promise<(metric: string) => MetricRow[][]> {
  // One row of the answer for all slices of an arm: rows cost the client more than their texts.
  const rows = await reader.query<PackedRow[]>(
    `SELECT metric, variant, phase, string_agg(concat_ws(' ', slice - $2, ${MOMENTS.join(', ')}), ' ') AS sums
     FROM sliced_moments
     WHERE experiment_id = $1 AND slice >= $2 AND slice < $2 + $3 AND ($4::integer IS NULL OR phase = $4)
     GROUP BY metric, variant, phase`,
    [experiment, first, values, phase],
  );
  const ofMetric = byMetric(rows);
  return (metric) => {
    const slices = Array.from({ length: values }, (): MetricRow[] => []);
    for (const { sums, ...arm } of ofMetric.get(metric) ?? []) {
      const cells = sums.split(' ').map(amountOf);
      for (let at = 0; at < cells.length; at += 1 + MOMENTS.length) {
        slices[Number(cells[at])]?.push({ ...arm, sums: cells.slice(at + 1, at + 1 + MOMENTS.length) });
      }
    }
    return slices;
  };
}

/** The moments of one metric of these variants at the beginnings of hours, ascending: rows that changed before. */
export async function readHourRows(
  { reader, experiment }: RowsOf,
  metric: string,
  variants: readonly string[],
): Promise<HourRow[]> {
  const rows = await reader.query<(PackedRow & { hour: number })[]>(
    `SELECT before.metric, before.variant, before.phase, before.hour, ${packed('before', MOMENTS)} FROM moment_hours before
     WHERE experiment_id = $1 AND metric = $2 AND variant = ANY ($3) ORDER BY hour, variant, phase`,
    [experiment, metric, variants],
  );
  return rows.map((row) => ({ ...unpacked(row), hour: row.hour }));
}

/** The covariates of the metrics that ask for CUPED. */
export async function readCovariateRows({ reader, experiment }: RowsOf): Promise<MetricRow[]> {
  const rows = await reader.query<PackedRow[]>(
    `SELECT now.metric, now.variant, now.phase, ${packed('now', COVARIATES)} FROM covariates now
     WHERE experiment_id = $1`,
    [experiment],
  );
  return rows.map(unpacked);
}

/** The first hour at whose beginning so many subjects had been exposed; null: none yet. */
export async function readHourOfSubjects({ reader, experiment }: RowsOf, subjects: number): Promise<number | null> {
  const [row] = await reader.query<{ hour: number }[]>(
    `SELECT hour FROM (
       SELECT hour, sum(gained) OVER (ORDER BY hour) AS total FROM (
         SELECT hour, sum(gained) AS gained FROM (
           SELECT hour, subjects - coalesce(lag(subjects) OVER (PARTITION BY variant, phase ORDER BY hour), 0) AS gained
           FROM exposure_hours WHERE experiment_id = $1 AND variant <> '*'
         ) gains GROUP BY hour
       ) hours
     ) totals WHERE total >= $2 ORDER BY hour LIMIT 1`,
    [experiment, subjects],
  );
  return row?.hour ?? null;
}
