import type { EntityManager } from 'typeorm';
import type { Experiment } from '../../experiments/index.js';
import { metricKeysOf, trackedOf, type Tracked } from '../aggregation/tracked.js';
import type { VersionedMetric } from '../metric.js';

/** The experiments that telemetry names, as they are at this point of the log; null where there is none. */
export class KnownExperiments {
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
    const metrics = await metricsByKey(
      manager,
      found.flatMap(({ state }) => metricKeysOf(state)),
    );
    for (const id of missing) this.known.set(id, null);
    for (const { state } of found) this.known.set(state.id, trackedOf(state, metrics));
  }
}

/** The metrics of these keys, at all their versions. */
export async function metricsByKey(
  manager: Pick<EntityManager, 'query'>,
  keys: readonly string[],
): Promise<Map<string, VersionedMetric>> {
  const rows = await manager.query<{ state: VersionedMetric }[]>(
    'SELECT state FROM measured_metrics WHERE key = ANY ($1)',
    [keys],
  );
  return new Map(rows.map(({ state }) => [state.key, state]));
}
