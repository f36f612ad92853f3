import type { DataSource } from 'typeorm';
import type { Dimension, Experiment, Planned } from '../../libs/experiments/index.js';
import type { Metric } from '../../libs/metrics/index.js';
import { NO_EVIDENCE } from '../../libs/statistics/index.js';

/** An experiment whose sums a test writes by itself, as counting would. */
export interface MeasuredShape {
  readonly id: string;
  readonly arms: readonly string[];
  readonly metrics: readonly Metric[];
  readonly phases: number;
  readonly dimensions?: readonly Dimension[];
  readonly planned?: Planned | null;
  readonly startedAt: string;
  /** Of every comparison's e-process; null: before burn-in. */
  readonly rho: number | null;
}

export const summed = (key: string, more: Partial<Metric> = {}): Metric => ({
  ...{ key, name: key, version: 1, direction: 'higher_is_better' },
  rule: { kind: 'sum', event: 'pay', property: 'price' },
  ...more,
});

/** Writes the state of an experiment, its metrics and its evidence. */
export async function writeMeasured(source: DataSource, shape: MeasuredShape): Promise<void> {
  const { id, metrics, arms, rho } = shape;
  const state = stateOf(shape);
  await source.query(
    `INSERT INTO measured_experiments (stream, revision, position, created_position, state, id)
     VALUES ($1, 0, '0', '0', $2, $1)`,
    [id, JSON.stringify(state)],
  );
  for (const metric of metrics) {
    await source.query(
      `INSERT INTO measured_metrics (stream, revision, position, created_position, state, key)
       VALUES ($1, 0, '0', '0', $2, $1) ON CONFLICT DO NOTHING`,
      [metric.key, JSON.stringify({ ...metric, versions: [metric] })],
    );
  }
  const known = { effect: { ...NO_EVIDENCE, rho }, isLate: false, margin: null };
  const byArm = Object.fromEntries(arms.slice(1).map((arm) => [arm, known]));
  const evidence = { run: 1, guardrails: {}, metrics: Object.fromEntries(metrics.map(({ key }) => [key, byArm])) };
  await source.query(`INSERT INTO evidence (experiment_id, environment, state) VALUES ($1, 'production', $2)`, [
    id,
    JSON.stringify(evidence),
  ]);
}

function stateOf({ id, arms, metrics, phases, dimensions = [], planned = null, startedAt }: MeasuredShape): Experiment {
  const keys = metrics.map(({ key }) => key);
  const state: Partial<Experiment> = {
    ...{ id, key: id, environment: 'production', status: 'running', flag: 'f', traffic: '100' },
    variants: arms.map((key, index) => ({ key, value: key, weight: String(100 / arms.length), control: index === 0 })),
    ...{
      primaryMetric: keys[0] ?? null,
      metrics: keys,
      attachments: [],
      guardrails: [],
      addedAfterStart: [],
      disabledArms: [],
    },
    metricVersions: Object.fromEntries(keys.map((key) => [key, 1])),
    ...{ planned, dimensions, startedAt, completedAt: null, updatedAt: startedAt, phase: phases },
    phases: Array.from({ length: phases }, (_, index) => ({
      ...{ phase: index + 1, from: startedAt, to: null, traffic: '100', frozen: false, disabledArms: [] },
    })),
    runs: [{ run: 1, phase: 1, from: startedAt, to: null }],
  };
  // Only what reports read of it.
  return state as Experiment;
}

/** The moments of n subjects with this mean and variance. */
export function momentsOf(n: number, mean: number, variance: number): readonly string[] {
  const sx = n * mean;
  const sxx = (n - 1) * variance + n * mean * mean;
  return [n, 0, n, sx, n, sxx, sx, n].map((sum) => String(Number(sum.toFixed(6))));
}

const SUMS = 'n, capped, nonzero, sx, sy, sxx, sxy, syy';

/** Rows of a table of moments: the key after the experiment, then the sums; of some tables an hour before them. */
export async function writeRows(
  source: DataSource,
  table: 'moments' | 'moment_hours' | 'sliced_moments',
  id: string,
  rows: readonly (readonly (string | number)[])[],
): Promise<void> {
  const last = table === 'sliced_moments' ? 'slice' : 'hour';
  const columns = `metric, variant, phase, ${last}, ${SUMS}`;
  const types = ['text', 'text', 'integer', 'integer', ...SUMS.split(', ').map(() => 'numeric')];
  await source.query(
    `INSERT INTO ${table} (experiment_id, environment, ${columns})
     SELECT $1, 'production', * FROM unnest(${types.map((type, index) => `$${index + 2}::${type}[]`).join(', ')})`,
    [id, ...types.map((_, column) => rows.map((row) => row[column]))],
  );
}

/** Exposed subjects by variant and phase, as of an hour. */
export async function writeExposures(
  source: DataSource,
  table: 'exposures' | 'exposure_hours',
  id: string,
  rows: readonly (readonly [variant: string, phase: number, hour: number, subjects: number])[],
): Promise<void> {
  await source.query(
    `INSERT INTO ${table} (experiment_id, environment, variant, phase, hour, subjects)
     SELECT $1, 'production', * FROM unnest($2::text[], $3::integer[], $4::integer[], $5::numeric[])`,
    [id, ...[0, 1, 2, 3].map((column) => rows.map((row) => row[column]))],
  );
}
