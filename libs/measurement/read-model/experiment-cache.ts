import type { EntityManager } from 'typeorm';
import type { Experiment } from '../../experiments/index.js';
import { metricKeysOf, metricsAt, trackedOf, type CountedMetric, type Tracked } from '../aggregation/tracked.js';
import type { VersionedMetric } from '../../metrics/index.js';

/** The experiments that telemetry names, as they are at this point of the log; null where there is none. */
export class ExperimentCache {
  private known = new Map<string, Tracked | null>();

  readonly get = (id: string): Tracked | undefined => this.known.get(id) ?? undefined;

  /** Forgets all: an experiment or a metric changed. */
  clear(): void {
    this.known = new Map();
  }

  async load(ids: Iterable<string>, manager: EntityManager): Promise<void> {
    const missing = [...new Set(ids)].filter((id) => !this.known.has(id));
    if (missing.length === 0) return;
    const found = await manager.query<{ state: Experiment }[]>(
      'SELECT state FROM measured_experiments WHERE id = ANY ($1)',
      [missing],
    );
    const counted = await manager.query<({ experiment_id: string } & CountedMetric)[]>(
      'SELECT experiment_id, metric, version, compared FROM counted_metrics WHERE experiment_id = ANY ($1) ORDER BY metric',
      [missing],
    );
    const keys = [...found.flatMap(({ state }) => metricKeysOf(state)), ...counted.map(({ metric }) => metric)];
    const metrics = await metricsByKey(manager, keys);
    for (const id of missing) this.known.set(id, null);
    for (const { state } of found) {
      const own = counted.filter((row) => row.experiment_id === state.id);
      const compared = new Set(own.filter((row) => row.compared).map(({ metric }) => metric));
      this.known.set(state.id, trackedOf(state, metricsAt(own, metrics), compared));
    }
  }
}

/** The metrics of these keys, at all their versions: also those that the log defines only later. */
export async function metricsByKey(
  manager: Pick<EntityManager, 'query'>,
  keys: readonly string[],
): Promise<Map<string, VersionedMetric>> {
  const rows = await manager.query<{ state: VersionedMetric }[]>(
    `SELECT state::json FROM measured_metrics WHERE key = ANY ($1)
     UNION ALL SELECT state::json FROM foreknown_metrics WHERE key = ANY ($1)`,
    [[...new Set(keys)]],
  );
  const metrics = new Map<string, VersionedMetric>();
  for (const { state } of rows) {
    if ((metrics.get(state.key)?.version ?? 0) <= state.version) metrics.set(state.key, state);
  }
  return metrics;
}
