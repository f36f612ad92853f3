import type { EntityManager } from 'typeorm';
import type { Position } from '../../event-store/index.js';
import { CheckpointRow } from './runtime-rows.js';

/** Somebody else advanced the projection: this process is behind a fence. */
export class CheckpointMoved extends Error {
  constructor() {
    super('the checkpoint is not where this process left it');
    this.name = 'CheckpointMoved';
  }
}

export async function readCheckpoint(manager: EntityManager): Promise<CheckpointRow> {
  return manager.findOneByOrFail(CheckpointRow, { id: 1 });
}

/** Moves the checkpoint from where this process knows it to be. @throws CheckpointMoved */
export async function advance(
  manager: EntityManager,
  from: Position | undefined,
  to: Position | undefined,
  handled: number,
): Promise<void> {
  const [, moved] = await manager.query<[unknown, number]>(
    `UPDATE checkpoint SET position = coalesce($2, position), handled = handled + $3, attempts = 0, attempting = NULL,
       tries = 0, updated_at = now() WHERE id = 1 AND position IS NOT DISTINCT FROM $1`,
    [from ?? null, to ?? null, handled],
  );
  if (moved !== 1) throw new CheckpointMoved();
}

/** Recorded before the work, so that a crash counts. */
export async function noteAttempt(manager: EntityManager): Promise<void> {
  await manager.query('UPDATE checkpoint SET attempts = attempts + 1 WHERE id = 1');
}

/** The same before an event that is tried alone: how often in a row, that is what condemns it. */
export async function noteAttemptAt(manager: EntityManager, position: Position): Promise<void> {
  await manager.query(
    `UPDATE checkpoint SET attempts = attempts + 1, attempting = $1,
       tries = CASE WHEN attempting = $1 THEN tries + 1 ELSE 1 END WHERE id = 1`,
    [position],
  );
}

/** A failure that this process lived to see was no crash: however often it comes, it condemns no event. */
export async function forgetAttempts(manager: EntityManager): Promise<void> {
  await manager.query('UPDATE checkpoint SET attempts = 0, attempting = NULL, tries = 0 WHERE id = 1');
}
