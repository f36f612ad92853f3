import { Big } from 'big.js';
import type { Experiment } from '../../experiments/index.js';
import { isComputable, type Arm } from '../../statistics/index.js';
import { armOf } from '../aggregation/arms.js';
import { hourOf } from '../aggregation/log-clock.js';
import { NOBODY_CAME, RATE_DAYS, rateOf, type Rate } from '../analysis/progress.js';
import type { Metric } from '../../metrics/index.js';
import { readMetrics, type Reader } from './measured.js';
import { readExposedRows, readMomentRows } from './moment-rows.js';
import { subjectsIn } from './exposed.js';

/** The control arm of an experiment by one metric, over all phases; null with fewer than two subjects. */
export async function readControl(reader: Reader, experiment: Experiment, metric: Metric): Promise<Arm | null> {
  const control = experiment.variants.find((variant) => variant.control)?.key;
  const rows = await readMomentRows({ reader, experiment: experiment.id, hour: null });
  const sums = Array.from({ length: 8 }, () => new Big(0));
  for (const row of rows) {
    if (row.metric !== metric.key || row.variant !== control) continue;
    row.sums.forEach((sum, place) => (sums[place] = (sums[place] ?? new Big(0)).plus(sum)));
  }
  const [n = 0, , , sx = 0, sy = 0, sxx = 0, sxy = 0, syy = 0] = sums;
  const arm = armOf(metric.rule.kind, { n: Number(n), sx, sy, sxx, sxy, syy });
  return isComputable(arm) ? arm : null;
}

/** Subjects a day of the last 7 days of an experiment's life, at the traffic that it had. */
export async function readRate(reader: Reader, experiment: Experiment, nowMs: number): Promise<Rate> {
  const { id, startedAt, completedAt } = experiment;
  if (startedAt === null) return NOBODY_CAME;
  const end = completedAt === null ? nowMs : Date.parse(completedAt);
  const now = subjectsIn(await readExposedRows({ reader, experiment: id, hour: null }));
  const hour = hourOf(end) - RATE_DAYS * 24;
  const before = subjectsIn(await readExposedRows({ reader, experiment: id, hour }));
  return rateOf(now, before, Date.parse(startedAt), end);
}

/** The newest experiment of an environment that has counted this metric; null: none. */
export async function newestWithMetric(
  reader: Reader,
  environment: string,
  metric: string,
): Promise<Experiment | null> {
  const [row] = await reader.query<{ state: Experiment }[]>(
    `SELECT state FROM measured_experiments e WHERE state ->> 'environment' = $1
       AND EXISTS (SELECT FROM moments m WHERE m.experiment_id = e.id AND m.metric = $2 AND m.n > 1)
     ORDER BY created_position DESC LIMIT 1`,
    [environment, metric],
  );
  return row?.state ?? null;
}

/** The newest experiment of a flag to which anybody was exposed; null: none. */
export async function newestOfFlag(reader: Reader, environment: string, flag: string): Promise<Experiment | null> {
  const [row] = await reader.query<{ state: Experiment }[]>(
    `SELECT state FROM measured_experiments e WHERE state ->> 'environment' = $1 AND state ->> 'flag' = $2
       AND EXISTS (SELECT FROM exposures x WHERE x.experiment_id = e.id AND x.subjects > 0)
     ORDER BY created_position DESC LIMIT 1`,
    [environment, flag],
  );
  return row?.state ?? null;
}

/** Subjects a day that a flag brought of late, as if all its traffic were taken. */
export async function readRateOfFlag(reader: Reader, environment: string, flag: string, nowMs: number): Promise<Rate> {
  const experiment = await newestOfFlag(reader, environment, flag);
  const traffic = Number(experiment?.traffic ?? 0);
  if (!experiment || traffic <= 0) return NOBODY_CAME;
  const rate = await readRate(reader, experiment, nowMs);
  return rate.perDay === null ? rate : { perDay: (rate.perDay * 100) / traffic };
}

/** The metric as an experiment names it; undefined if it does not. */
export async function metricOf(reader: Reader, experiment: Experiment, metric: string): Promise<Metric | undefined> {
  return (await readMetrics(reader, [experiment])).get(experiment.id)?.find(({ key }) => key === metric);
}
