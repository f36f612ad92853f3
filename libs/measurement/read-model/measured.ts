import type { EntityManager } from 'typeorm';
import type { Experiment } from '../../experiments/index.js';
import { metricKeysOf, metricsAt, namedMetrics } from '../aggregation/tracked.js';
import type { Metric } from '../../metrics/index.js';
import { rowsByKeys } from '../../projections/index.js';
import { metricsByKey } from './experiment-cache.js';

/** Reads rows, inside or outside a transaction. */
export type Reader = Pick<EntityManager, 'query'>;

/** Experiments by id, as of the last telemetry counted, without those that are not measured. */
export async function readExperiments(reader: Reader, ids: readonly string[]): Promise<Map<string, Experiment>> {
  const rows = await reader.query<{ state: Experiment }[]>(
    rowsByKeys('measured_experiments', 'state', { id: '$1::text[]' }),
    [ids],
  );
  return new Map(rows.map(({ state }) => [state.id, state]));
}

/** The metrics that each experiment or one of its guardrails names, at the versions that it names, by experiment. */
export async function readMetrics(
  reader: Reader,
  experiments: readonly Experiment[],
): Promise<Map<string, readonly Metric[]>> {
  const definitions = await metricsByKey(reader, experiments.flatMap(metricKeysOf));
  return new Map(experiments.map((each) => [each.id, metricsAt(namedMetrics(each), definitions)]));
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
