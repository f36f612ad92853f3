import type { EntityManager } from 'typeorm';
import type { Position } from '../../event-store/index.js';
import { CheckpointRow } from './runtime-rows.js';

/** Another process advanced the projection. The checkpoint fences this process off. */
export class CheckpointMoved extends Error {
  constructor() {
    super('the checkpoint is not where this process left it');
    this.name = 'CheckpointMoved';
  }
}

export async function readCheckpoint(manager: EntityManager): Promise<CheckpointRow> {
  return manager.findOneByOrFail(CheckpointRow, { id: 1 });
}

/** Compares the checkpoint with `from`, and moves it. @throws CheckpointMoved if it differs */
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

/** Counts an attempt before the work, so that a crash counts too. */
export async function noteAttempt(manager: EntityManager): Promise<void> {
  await manager.query('UPDATE checkpoint SET attempts = attempts + 1 WHERE id = 1');
}

/** Counts an attempt at a single event. Enough attempts in a row that end in a crash park it. */
export async function noteAttemptAt(manager: EntityManager, position: Position): Promise<void> {
  await manager.query(
    `UPDATE checkpoint SET attempts = attempts + 1, attempting = $1,
       tries = CASE WHEN attempting = $1 THEN tries + 1 ELSE 1 END WHERE id = 1`,
    [position],
  );
}

/** Resets the attempts after a failure that was no crash: such failures never park an event. */
export async function forgetAttempts(manager: EntityManager): Promise<void> {
  await manager.query('UPDATE checkpoint SET attempts = 0, attempting = NULL, tries = 0 WHERE id = 1');
}

/** Notes that the schema has had the whole log, and resets the attempts, because nothing crashed on the way. */
export async function noteCaughtUp(manager: EntityManager): Promise<void> {
  await manager.query(
    'UPDATE checkpoint SET attempts = 0, attempting = NULL, tries = 0, caught_up = true WHERE id = 1',
  );
}

/** False while a schema is made anew: its rows are those of a part of the log. */
export async function isComplete(reader: Pick<EntityManager, 'query'>): Promise<boolean> {
  const [row] = await reader.query<{ caught_up: boolean }[]>('SELECT caught_up FROM checkpoint');
  return row?.caught_up ?? false;
}
