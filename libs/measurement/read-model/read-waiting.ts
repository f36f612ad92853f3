import type { EntityManager } from 'typeorm';
import { rowsByKeys } from '../../projections/index.js';
import type { Workspace } from '../aggregation/touched-units.js';
import { PATIENCE_MS, personKey, type WaitingEvent } from '../aggregation/waiting.js';

export async function isAnyWaiting(manager: EntityManager): Promise<boolean> {
  return (await manager.query<unknown[]>('SELECT 1 FROM waiting_events LIMIT 1')).length > 0;
}

/** Reads the events of these persons that an exposure or a link received then may still make count. */
export async function readWaiting(
  space: Workspace,
  environment: string,
  persons: readonly string[],
  receivedAt: number,
  manager: EntityManager,
): Promise<void> {
  const rows = await manager.query<WaitingRecord[]>(
    `${rowsByKeys('waiting_events', '*', { person: '$1::text[]' }, 'environment = $2 AND received_at >= $3')}
     ORDER BY received_at, id`,
    [persons, environment, receivedAt - PATIENCE_MS],
  );
  addWaiting(space, rows);
}

/** Reads the events that these units took, of all subjects. @param units by unitKey */
export async function readTaken(space: Workspace, units: readonly string[], manager: EntityManager): Promise<void> {
  if (units.length === 0) return;
  addWaiting(space, await manager.query('SELECT * FROM waiting_events WHERE taken && $1::text[]', [units]));
}

type WaitingRecord = Omit<WaitingEvent, 'at' | 'receivedAt' | 'waitsIn' | 'takenOfServers'> & {
  readonly at: string;
  readonly received_at: string;
  readonly waits_in: 'all' | 'servers' | null;
  readonly taken_of_servers: string[] | null;
};

function addWaiting(space: Workspace, rows: readonly WaitingRecord[]): void {
  for (const {
    at,
    received_at: received,
    properties,
    waits_in: waitsIn,
    taken_of_servers: ofServers,
    ...row
  } of rows) {
    const key = personKey(row.environment, row.person);
    const waiting = space.waiting.get(key) ?? [];
    if (waiting.some(({ id }) => id === row.id)) continue;
    waiting.push({
      ...row,
      ...{ properties: properties ?? undefined, at: Number(at), receivedAt: Number(received) },
      ...(waitsIn !== null && { waitsIn }),
      ...(ofServers !== null && { takenOfServers: ofServers }),
    });
    space.waiting.set(key, waiting);
  }
}
