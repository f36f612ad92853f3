import type { DataSource } from 'typeorm';
import { quotient } from '../../platform/decimal.js';

const MAX_POINTS = 5_000;

export interface TimeseriesQuery {
  readonly metric: string;
  /** Seconds since 1970, both ends of the range; null where open. */
  readonly from: number | null;
  readonly to: number | null;
  readonly bucketSeconds: number;
}

/** A metric over the time of its events; the newest points where there are more than 5,000. */
export async function readTimeseries(source: DataSource, id: string, query: TimeseriesQuery): Promise<object> {
  const { metric, from, to, bucketSeconds } = query;
  const rows = await source.query<{ variant: string; time: string; numerator: string; denominator: string }[]>(
    `SELECT variant, (bucket / $5) * $5 AS time, sum(numerator)::text AS numerator, sum(denominator)::text AS denominator
     FROM series WHERE experiment_id = $1 AND metric = $2
       AND ($3::bigint IS NULL OR bucket >= $3) AND ($4::bigint IS NULL OR bucket < $4)
     GROUP BY variant, time ORDER BY time DESC, variant DESC LIMIT ${MAX_POINTS}`,
    [id, metric, from, to, bucketSeconds],
  );
  const points = new Map<string, Record<string, object>>();
  for (const { variant, time, numerator, denominator } of rows.reverse()) {
    if (numerator === '0' && denominator === '0') continue;
    const at = new Date(Number(time) * 1000).toISOString();
    const variants = points.get(at) ?? {};
    variants[variant] = { numerator, denominator, value: quotient(numerator, denominator) };
    points.set(at, variants);
  }
  return { metric, bucketSeconds, points: [...points].map(([time, variants]) => ({ time, variants })) };
}
