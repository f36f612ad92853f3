import type { EntityManager } from 'typeorm';
import { rowsByKeys } from '../../projections/index.js';
import type { TelemetryBatch, TelemetryItem } from '../../telemetry/index.js';
import type { Workspace } from '../aggregation/touched-units.js';
import type { Received } from './load-workspace.js';

/** The experiments of the units loaded. */
export const enrolling = ({ units }: Workspace): Set<string> =>
  new Set([...units.keys()].map((key) => key.slice(0, key.indexOf(' '))));

/** The experiments of the decision ids. */
export function experimentsIn(received: readonly Received[]): Set<string> {
  return new Set(received.flatMap(({ item }) => (item.attribution ? [item.attribution.experiment] : [])));
}

/** The items whose id was not counted before; of several with one id, the first in the order of the log. */
export async function freshItems(batches: readonly TelemetryBatch[], manager: EntityManager): Promise<Received[]> {
  const first = new Map<string, { readonly item: TelemetryItem; readonly batch: TelemetryBatch }>();
  for (const batch of batches) {
    for (const item of batch.items) {
      const key = `${batch.environment} ${item.id}`;
      if (!first.has(key)) first.set(key, { item, batch });
    }
  }
  const counted = await manager.query<{ event_id: string; environment: string }[]>(
    rowsByKeys('telemetry_ids', 'event_id, environment', { event_id: '$1::text[]' }),
    [[...first.values()].map(({ item }) => item.id)],
  );
  for (const { event_id: id, environment } of counted) first.delete(`${environment} ${id}`);
  return [...first.values()];
}
