import { Big } from 'big.js';
import type { DataSource, EntityManager } from 'typeorm';
import type { Experiment } from '../../experiments/index.js';
import { quotient } from '../../platform/decimal.js';
import { inOneSnapshot } from '../../projections/index.js';
import { POOLED } from '../aggregation/deltas.js';
import { quantileOf, type Bin } from '../aggregation/sketch.js';
import { PATIENCE_MS } from '../aggregation/waiting.js';
import type { Metric } from '../metric.js';
import { readAsOf, readExperiment, readMetrics } from './measured.js';

export type PhaseChoice = 'all' | 'current' | number;

interface MomentSums {
  readonly n: string;
  readonly sx: string;
  readonly sy: string;
  readonly sxx: string;
  readonly sxy: string;
  readonly syy: string;
}

const NO_MOMENTS: MomentSums = { n: '0', sx: '0', sy: '0', sxx: '0', sxy: '0', syy: '0' };

/** An experiment whose report is read, all in one snapshot of the tables. */
interface Reading {
  readonly manager: EntityManager;
  readonly experiment: Experiment;
  /** Null for all phases together. */
  readonly phase: number | null;
}

/** The report of an experiment: exact counts per variant. */
export function readResults(source: DataSource, id: string, choice: PhaseChoice): Promise<object> {
  return inOneSnapshot(source, async (manager) => {
    const experiment = await readExperiment(manager, id);
    if (!experiment) throw new Error(`the experiment ${id} is not measured`);
    const phase = choice === 'current' ? experiment.phase : choice === 'all' ? null : choice;
    const reading: Reading = { manager, experiment, phase };
    const { receivedAt, asOf, position } = await readAsOf(manager);
    const subjects = await exposuresOf(reading);
    const metrics: object[] = [];
    const incomplete = await incompleteOf(reading);
    for (const metric of await readMetrics(manager, experiment)) {
      const added = experiment.addedAfterStart.includes(metric.key);
      metrics.push({
        ...(await metricResult(reading, metric, subjects)),
        ...(added && { added_after_start: true }),
        ...(incomplete.has(metric.key) && { replaying: true }),
      });
    }
    return {
      experiment: id,
      status: experiment.status,
      phase: phase ?? 'all',
      asOf,
      position,
      exposure: {
        subjects: Object.fromEntries(experiment.variants.map(({ key }) => [key, subjects.get(key) ?? 0])),
        doubleExposed: subjects.get(POOLED) ?? 0,
        ...(await waitingOf(reading, receivedAt ?? 0)),
        tail: await eventsOf(reading, 'tails'),
      },
      metrics,
    };
  });
}

/** Exposed subjects by variant; under POOLED those exposed to several. */
async function exposuresOf({ manager, experiment, phase }: Reading): Promise<Map<string, number>> {
  const rows = await manager.query<{ variant: string; subjects: string }[]>(
    `SELECT variant, sum(subjects)::text AS subjects FROM exposures
     WHERE experiment_id = $1 AND ($2::integer IS NULL OR phase = $2) GROUP BY variant`,
    [experiment.id, phase],
  );
  return new Map(rows.map((row) => [row.variant, Number(row.subjects)]));
}

/** Events with a decision id that wait for their exposure, and those that did so in vain, by the log's own time. */
async function waitingOf(
  reading: Reading,
  asOf: number,
): Promise<{ readonly waiting: number; readonly expired: number }> {
  const [row] = await reading.manager.query<{ waiting: string; expired: string }[]>(
    `SELECT count(*) FILTER (WHERE received_at >= $2) AS waiting, count(*) FILTER (WHERE received_at < $2) AS expired
     FROM waiting_events WHERE decided ->> 'experiment' = $1`,
    [reading.experiment.id, asOf - PATIENCE_MS],
  );
  const expired = Number(row?.expired ?? 0) + (await eventsOf(reading, 'expired_events'));
  return { waiting: Number(row?.waiting ?? 0), expired };
}

/** Metrics that were named after the start, while the telemetry before is still being counted again. */
async function incompleteOf({ manager, experiment }: Reading): Promise<Set<string>> {
  const rows = await manager.query<{ metric: string }[]>(
    'SELECT metric FROM counted_metrics WHERE experiment_id = $1 AND NOT complete',
    [experiment.id],
  );
  return new Set(rows.map(({ metric }) => metric));
}

async function eventsOf({ manager, experiment }: Reading, table: 'tails' | 'expired_events'): Promise<number> {
  const rows = await manager.query<{ events: string }[]>(
    `SELECT events::text AS events FROM ${table} WHERE experiment_id = $1`,
    [experiment.id],
  );
  return Number(rows[0]?.events ?? 0);
}

async function metricResult(reading: Reading, metric: Metric, exposed: ReadonlyMap<string, number>): Promise<object> {
  const { key, direction, rule } = metric;
  const { variants, total } =
    rule.kind === 'quantile' ? await quantiles(reading, key, Number(rule.quantile)) : await fractions(reading, key);
  const keys = reading.experiment.variants.map((variant) => variant.key);
  const subjectsOf = (variant: string): number => exposed.get(variant) ?? 0;
  return {
    metric: key,
    version: metric.version,
    kind: rule.kind,
    direction,
    variants: keys.map((variant) => ({ variant, subjects: subjectsOf(variant), ...variants(variant) })),
    total: { subjects: keys.reduce((sum, variant) => sum + subjectsOf(variant), 0), ...total },
  };
}

interface Measured {
  readonly variants: (variant: string) => object;
  readonly total: object;
}

async function fractions({ manager, experiment, phase }: Reading, metric: string): Promise<Measured> {
  const rows = await manager.query<({ variant: string } & MomentSums)[]>(
    `SELECT variant, sum(n)::text AS n, sum(sx)::text AS sx, sum(sy)::text AS sy, sum(sxx)::text AS sxx,
       sum(sxy)::text AS sxy, sum(syy)::text AS syy
     FROM moments WHERE experiment_id = $1 AND metric = $2 AND ($3::integer IS NULL OR phase = $3) GROUP BY variant`,
    [experiment.id, metric, phase],
  );
  const sum = (pick: (row: MomentSums) => string): string =>
    rows.reduce((total, row) => total.plus(pick(row)), new Big(0)).toFixed();
  return {
    variants: (variant) => {
      const found: MomentSums = rows.find((row) => row.variant === variant) ?? NO_MOMENTS;
      const [n, sx, sy, sxx, sxy, syy] = [found.n, found.sx, found.sy, found.sxx, found.sxy, found.syy].map(canonical);
      return { ...fraction(found.sx, found.sy), moments: { n, sx, sy, sxx, sxy, syy } };
    },
    total: fraction(
      sum((row) => row.sx),
      sum((row) => row.sy),
    ),
  };
}

async function quantiles({ manager, experiment, phase }: Reading, metric: string, quantile: number): Promise<Measured> {
  const rows = await manager.query<({ variant: string } & Bin)[]>(
    `SELECT variant, bin, sum(n)::float8 AS values FROM sketches
     WHERE experiment_id = $1 AND metric = $2 AND ($3::integer IS NULL OR phase = $3) GROUP BY variant, bin`,
    [experiment.id, metric, phase],
  );
  const result = (bins: readonly Bin[]): object => quantileResult(bins, quantile);
  return {
    variants: (variant) => ({ ...result(rows.filter((row) => row.variant === variant)), moments: null }),
    total: result(rows),
  };
}

/** A quantile as reports have it: its value, and how many values it is of. */
export function quantileResult(bins: readonly Bin[], quantile: number) {
  const values = bins.reduce((sum, bin) => sum + bin.values, 0);
  const value = quantileOf(bins, quantile);
  return { numerator: null, denominator: String(values), value: value === null ? null : new Big(value).toFixed() };
}

const canonical = (decimal: string): string => new Big(decimal).toFixed();

/** Numerator over denominator as reports have it. */
export function fraction(numerator: string, denominator: string) {
  return {
    numerator: canonical(numerator),
    denominator: canonical(denominator),
    value: quotient(numerator, denominator),
  };
}
