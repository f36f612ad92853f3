import type { EntityManager } from 'typeorm';
import type { Bin } from '../aggregation/sketch.js';
import { PATIENCE_MS } from '../aggregation/waiting.js';

/** Reads an experiment's counts in one snapshot of the tables: one statement per kind of count, not per metric. */
export interface Reading {
  readonly manager: EntityManager;
  readonly experiment: string;
  /** Null for all phases together. */
  readonly phase: number | null;
}

/** Sums over the subjects of a variant, as decimals: of their numerators (x) and denominators (y). */
export interface MomentSums {
  readonly n: string;
  readonly sx: string;
  readonly sy: string;
  readonly sxx: string;
  readonly sxy: string;
  readonly syy: string;
}

export type OfMetric<Row> = Row & { readonly metric: string; readonly variant: string };

/** The moments of every metric that has them, by metric and variant. */
export function readMoments({ manager, experiment, phase }: Reading): Promise<OfMetric<MomentSums>[]> {
  return manager.query(
    `SELECT metric, variant, sum(n)::text AS n, sum(sx)::text AS sx, sum(sy)::text AS sy, sum(sxx)::text AS sxx,
       sum(sxy)::text AS sxy, sum(syy)::text AS syy
     FROM moments WHERE experiment_id = $1 AND ($2::integer IS NULL OR phase = $2) GROUP BY metric, variant`,
    [experiment, phase],
  );
}

/** Sums of events, as decimals. */
export interface EventTotals {
  readonly x: string;
  readonly y: string;
}

/** The events of units that were not exposed to the variant of their decision id, by metric and variant. */
export function readUnexposed({ manager, experiment, phase }: Reading): Promise<OfMetric<EventTotals>[]> {
  return manager.query(
    `SELECT metric, variant, sum(x)::text AS x, sum(y)::text AS y FROM unexposed
     WHERE experiment_id = $1 AND ($2::integer IS NULL OR phase = $2) GROUP BY metric, variant`,
    [experiment, phase],
  );
}

/** What client telemetry adds: exposed subjects (x, without a metric), and the sums of each metric, by variant. */
export function readFromClients({ manager, experiment, phase }: Reading): Promise<FromClients[]> {
  const where = 'WHERE experiment_id = $1 AND ($2::integer IS NULL OR phase = $2)';
  return manager.query(
    `SELECT metric, variant, sum(x)::text AS x, sum(y)::text AS y FROM (
       SELECT NULL AS metric, variant, subjects AS x, 0 AS y FROM client_exposures ${where}
       UNION ALL SELECT metric, variant, sx, sy FROM client_moments ${where}
       UNION ALL SELECT metric, variant, x, y FROM client_unexposed ${where}) AS parts
     GROUP BY metric, variant HAVING sum(x) <> 0 OR sum(y) <> 0`,
    [experiment, phase],
  );
}

export type FromClients = EventTotals & { readonly metric: string | null; readonly variant: string };

/** The bins of every metric that has them, by metric and variant. */
export function readBins({ manager, experiment, phase }: Reading): Promise<OfMetric<Bin>[]> {
  return manager.query(
    `SELECT metric, variant, bin, sum(n)::float8 AS values FROM sketches
     WHERE experiment_id = $1 AND ($2::integer IS NULL OR phase = $2) GROUP BY metric, variant, bin`,
    [experiment, phase],
  );
}

/** Numbers of events that are not in the counts. */
export interface Beside {
  /** Events with a decision id that wait for their exposure. */
  readonly waiting: number;
  /** Events whose exposure did not come in time, by the receive times of the log. */
  readonly expired: number;
  /** Events after completion. */
  readonly tail: number;
  /** Exposures later than 15 minutes after completion, of the variants that have any; null: none has. */
  readonly servedAfter: Readonly<Record<string, number>> | null;
  /** Metrics named after the start, until a rebuild has counted the earlier telemetry for them. */
  readonly incomplete: readonly string[];
}

/** @param asOf receive time of the last telemetry counted, epoch milliseconds */
export async function readBeside({ manager, experiment }: Reading, asOf: number): Promise<Beside> {
  const [row] = await manager.query<
    { waiting: string; expired: string; tail: string; served: Record<string, number> | null; incomplete: string[] }[]
  >(
    `SELECT w.waiting, w.expired + coalesce((SELECT events FROM expired_events WHERE experiment_id = $1), 0) AS expired,
       coalesce((SELECT events FROM tails WHERE experiment_id = $1), 0) AS tail,
       (SELECT json_object_agg(variant, events ORDER BY variant) FROM served_after
         WHERE experiment_id = $1 AND events > 0) AS served,
       ARRAY(SELECT metric FROM counted_metrics WHERE experiment_id = $1 AND NOT complete) AS incomplete
     FROM (
       SELECT count(*) FILTER (WHERE received_at >= $2) AS waiting, count(*) FILTER (WHERE received_at < $2) AS expired
       FROM waiting_events WHERE decided ->> 'experiment' = $1 AND waits_in IS DISTINCT FROM 'servers'
     ) w`,
    [experiment, asOf - PATIENCE_MS],
  );
  return {
    waiting: Number(row?.waiting ?? 0),
    expired: Number(row?.expired ?? 0),
    tail: Number(row?.tail ?? 0),
    servedAfter: row?.served ?? null,
    incomplete: row?.incomplete ?? [],
  };
}
