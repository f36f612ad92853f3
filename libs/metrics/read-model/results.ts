import { Big } from 'big.js';
import type { DataSource, EntityManager } from 'typeorm';
import type { Experiment } from '../../experiments/index.js';
import { quotient } from '../../platform/decimal.js';
import type { Metric } from '../metric.js';

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

/** The report of an experiment: exact counts per variant, read in one snapshot of the tables. */
export function readResults(source: DataSource, id: string, choice: PhaseChoice): Promise<object> {
  return source.transaction('REPEATABLE READ', async (manager) => {
    await manager.query('SET TRANSACTION READ ONLY');
    const experiment = await experimentOf(manager, id);
    const phase = choice === 'current' ? experiment.phase : choice === 'all' ? null : choice;
    const [asOf] = await manager.query<AsOf[]>('SELECT received_at, position FROM as_of');
    const subjects = await exposuresOf(manager, id, phase);
    const metrics: object[] = [];
    for (const metric of await metricsOf(manager, experiment)) {
      metrics.push(await metricResult(manager, experiment, metric, phase, subjects));
    }
    const variants = experiment.variants.map(({ key }) => key);
    return {
      experiment: id,
      status: experiment.status,
      phase: phase ?? 'all',
      asOf: asOf?.received_at ?? null,
      position: asOf?.position ?? null,
      exposure: {
        subjects: Object.fromEntries(variants.map((key) => [key, Number(subjects.get(key) ?? 0)])),
        tail: await tailOf(manager, id),
      },
      metrics,
    };
  });
}

interface AsOf {
  readonly received_at: string | null;
  readonly position: string | null;
}

async function experimentOf(manager: EntityManager, id: string): Promise<Experiment> {
  const rows = await manager.query<
    {
      state: Experiment;
    }[]
  >('SELECT state FROM measured_experiments WHERE id = $1', [id]);
  const state = rows[0]?.state;
  if (!state) throw new Error(`the experiment ${id} is not measured`);
  return state;
}

async function metricsOf(manager: EntityManager, experiment: Experiment): Promise<Metric[]> {
  const keys = [...new Set([...experiment.metrics, ...experiment.guardrails.map((guardrail) => guardrail.metric)])];
  const rows = await manager.query<
    {
      state: Metric;
    }[]
  >('SELECT state FROM measured_metrics WHERE key = ANY ($1)', [keys]);
  return keys.flatMap((key) => rows.find((row) => row.state.key === key)?.state ?? []);
}

async function exposuresOf(manager: EntityManager, id: string, phase: number | null): Promise<Map<string, string>> {
  const rows = await manager.query<{ variant: string; subjects: string }[]>(
    `SELECT variant, sum(subjects)::text AS subjects FROM exposures
     WHERE experiment_id = $1 AND ($2::integer IS NULL OR phase = $2) GROUP BY variant`,
    [id, phase],
  );
  return new Map(rows.map((row) => [row.variant, row.subjects]));
}

async function tailOf(manager: EntityManager, id: string): Promise<number> {
  const rows = await manager.query<
    {
      events: string;
    }[]
  >('SELECT events::text AS events FROM tails WHERE experiment_id = $1', [id]);
  return Number(rows[0]?.events ?? 0);
}

async function metricResult(
  manager: EntityManager,
  experiment: Experiment,
  metric: Metric,
  phase: number | null,
  exposed: ReadonlyMap<string, string>,
): Promise<object> {
  const rows = await manager.query<({ variant: string } & MomentSums)[]>(
    `SELECT variant, sum(n)::text AS n, sum(sx)::text AS sx, sum(sy)::text AS sy, sum(sxx)::text AS sxx,
       sum(sxy)::text AS sxy, sum(syy)::text AS syy
     FROM moments WHERE experiment_id = $1 AND metric = $2 AND ($3::integer IS NULL OR phase = $3) GROUP BY variant`,
    [experiment.id, metric.key, phase],
  );
  const variants = experiment.variants.map(({ key }) => {
    const { n, sx, sy, sxx, sxy, syy } = rows.find((row) => row.variant === key) ?? NO_MOMENTS;
    const subjects = Number(exposed.get(key) ?? 0);
    return { variant: key, subjects, ...fraction(sx, sy), moments: { n, sx, sy, sxx, sxy, syy } };
  });
  const sum = (values: readonly string[]): string =>
    values.reduce((total, value) => total.plus(value), new Big(0)).toFixed();
  return {
    metric: metric.key,
    kind: metric.rule.kind,
    direction: metric.direction,
    variants,
    total: {
      subjects: variants.reduce((total, each) => total + each.subjects, 0),
      ...fraction(sum(variants.map((each) => each.numerator)), sum(variants.map((each) => each.denominator))),
    },
  };
}

function fraction(numerator: string, denominator: string) {
  return { numerator, denominator, value: quotient(numerator, denominator) };
}
