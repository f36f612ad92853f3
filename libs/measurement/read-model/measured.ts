import type { EntityManager } from 'typeorm';
import type { Experiment } from '../../experiments/index.js';
import { metricKeysOf, metricsAt, namedMetrics } from '../aggregation/tracked.js';
import type { Metric } from '../../metrics/index.js';
import { metricsByKey } from './experiment-cache.js';

/** Reads rows, inside or outside a transaction. */
export type Reader = Pick<EntityManager, 'query'>;

/** An experiment as of the last telemetry counted; null if it is not measured. */
export async function readExperiment(reader: Reader, id: string): Promise<Experiment | null> {
  const rows = await reader.query<{ state: Experiment }[]>('SELECT state FROM measured_experiments WHERE id = $1', [
    id,
  ]);
  return rows[0]?.state ?? null;
}

/** The metrics that an experiment or one of its guardrails names, at the versions that it names. */
export async function readMetrics(reader: Reader, experiment: Experiment): Promise<Metric[]> {
  return metricsAt(namedMetrics(experiment), await metricsByKey(reader, metricKeysOf(experiment)));
}

/** Receive time of the last telemetry counted (epoch milliseconds and ISO 8601), and position of the last change. */
export interface AsOf {
  readonly receivedAt: number | null;
  readonly asOf: string | null;
  readonly position: string | null;
}

export async function readAsOf(reader: Reader): Promise<AsOf> {
  const [row] = await reader.query<{ received_at: string | null; position: string | null }[]>(
    'SELECT received_at, position FROM as_of',
  );
  const text = row?.received_at ?? null;
  const receivedAt = text === null ? null : Number(text);
  const asOf = receivedAt === null ? null : new Date(receivedAt).toISOString();
  return { receivedAt, asOf, position: row?.position ?? null };
}
