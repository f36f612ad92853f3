import { POOLED } from '../aggregation/deltas.js';
import type { Bin } from '../aggregation/sketch.js';
import { EXPOSED } from '../aggregation/unit-state.js';
import type { Metric } from '../../metrics/index.js';
import type { Reader } from './measured.js';
import { fraction, quantileResult } from './results.js';

const MAX_POINTS = 5_000;

export interface TimeseriesQuery {
  readonly metric: Metric;
  /** Seconds since 1970: `from` inclusive, `to` exclusive; null leaves an end open. */
  readonly from: number | null;
  readonly to: number | null;
  readonly bucketSeconds: number;
}

interface Point {
  readonly time: string;
  readonly variant: string;
  readonly value: object;
}

/**
 * A metric over event time; of more than 5,000 points the newest. A subject counts in the time bucket of its first
 * exposure, and its conversion in that of its first converting event.
 */
export async function readTimeseries(reader: Reader, id: string, query: TimeseriesQuery): Promise<object> {
  const { metric, bucketSeconds } = query;
  const found =
    metric.rule.kind === 'quantile' ? await quantiles(reader, id, query) : await fractions(reader, id, query);
  const points = new Map<string, Map<string, object>>();
  for (const { time, variant, value } of found.reverse()) {
    const at = new Date(Number(time) * 1000).toISOString();
    points.set(at, (points.get(at) ?? new Map<string, object>()).set(variant, value));
  }
  return {
    metric: metric.key,
    bucketSeconds,
    points: [...points].map(([time, variants]) => ({ time, variants: Object.fromEntries(variants) })),
  };
}

const EVENTS = `SELECT variant, bucket, numerator, denominator FROM buckets WHERE experiment_id = $1 AND metric = $2`;
const SUBJECTS = `SELECT variant, bucket, 0, subjects FROM firsts WHERE experiment_id = $1 AND metric = '${EXPOSED}'`;
const CONVERTED = `SELECT variant, bucket, subjects, 0 FROM firsts WHERE experiment_id = $1 AND metric = $2`;

/** SQL for the rows that the points sum up: variant, bucket, numerator, denominator. */
function partsOf({ rule: { kind } }: Metric): string {
  switch (kind) {
    case 'count':
    case 'sum':
      return `${EVENTS} UNION ALL ${SUBJECTS}`;
    case 'conversion':
      return `${CONVERTED} UNION ALL ${SUBJECTS}`;
    default:
      return EVENTS;
  }
}

async function fractions(reader: Reader, id: string, query: TimeseriesQuery): Promise<Point[]> {
  const { metric, from, to, bucketSeconds } = query;
  const rows = await reader.query<{ variant: string; time: string; numerator: string; denominator: string }[]>(
    `SELECT variant, (bucket / $5) * $5 AS time, sum(numerator)::text AS numerator, sum(denominator)::text AS denominator
     FROM (${partsOf(metric)}) AS parts (variant, bucket, numerator, denominator)
     WHERE variant <> '${POOLED}' AND ($3::bigint IS NULL OR bucket >= $3) AND ($4::bigint IS NULL OR bucket < $4)
     GROUP BY variant, time HAVING sum(numerator) <> 0 OR sum(denominator) <> 0
     ORDER BY time DESC, variant DESC LIMIT ${MAX_POINTS}`,
    [id, metric.key, from, to, bucketSeconds],
  );
  return rows.map(({ time, variant, numerator, denominator }) => ({
    time,
    variant,
    value: fraction(numerator, denominator),
  }));
}

async function quantiles(reader: Reader, id: string, query: TimeseriesQuery): Promise<Point[]> {
  const { metric, from, to, bucketSeconds } = query;
  const quantile = metric.rule.kind === 'quantile' ? metric.rule.quantile : '0';
  const rows = await reader.query<{ variant: string; time: string; bins: Bin[] }[]>(
    `SELECT variant, time, jsonb_agg(jsonb_build_object('bin', bin, 'values', n)) AS bins FROM (
       SELECT variant, (bucket / $5) * $5 AS time, bin, sum(n) AS n FROM bucket_sketches
       WHERE experiment_id = $1 AND metric = $2 AND variant <> '${POOLED}'
         AND ($3::bigint IS NULL OR bucket >= $3) AND ($4::bigint IS NULL OR bucket < $4)
       GROUP BY variant, time, bin HAVING sum(n) > 0
     ) b GROUP BY variant, time ORDER BY time DESC, variant DESC LIMIT ${MAX_POINTS}`,
    [id, metric.key, from, to, bucketSeconds],
  );
  return rows.map(({ time, variant, bins }) => ({ time, variant, value: quantileResult(bins, quantile) }));
}
