import type { EntityManager } from 'typeorm';
import { hasReached, parsePosition, type Position } from '../../event-store/index.js';
import { newId } from '../../platform/ids.js';
import { GIVE_UP_MS } from '../backoff.js';
import type { Intent } from '../occurrence.js';
import { OUTBOX } from './outbox-tables.js';

/** A connection or a transaction. */
type Writer = Pick<EntityManager, 'query'>;

/** Another process stored intents meanwhile: the batch begins again. */
class ToldMeanwhile extends Error {
  override readonly name = 'ToldMeanwhile';
}

/**
 * The position up to which the log has been told of, whatever becomes of the projection's own tables: what lies before
 * is never told again. At the first start it is the end of the log.
 */
export async function toldPosition(manager: Writer): Promise<Position | undefined> {
  const [row] = await manager.query<{ position: string | null }[]>(`SELECT position FROM ${OUTBOX}.checkpoint`);
  if (!row) throw new Error('the outbox of notifications has no position');
  return row.position === null ? undefined : parsePosition(row.position);
}

/** Moves it on, within the transaction that stores the intents. @throws ToldMeanwhile */
export async function moveTold(manager: Writer, from: Position | undefined, to: Position): Promise<void> {
  if (from !== undefined && hasReached(from, to)) return;
  const [, moved] = await manager.query<[unknown, number]>(
    `UPDATE ${OUTBOX}.checkpoint SET position = $2, updated_at = now() WHERE position IS NOT DISTINCT FROM $1`,
    [from ?? null, to],
  );
  if (moved !== 1) throw new ToldMeanwhile('another process told of the same events');
}

const COLUMNS = ['id', 'place', 'kind', 'severity', 'destination', 'rule', 'environment', 'experiment', 'content'];

/** Stores intents to be sent from now on. Those that are there already, sent or not, stay as they are. */
export async function storeIntents(manager: Writer, intents: readonly Intent[], now: Date): Promise<void> {
  if (intents.length === 0) return;
  const rows = intents.map(valuesOf);
  await manager.query(
    `INSERT INTO ${OUTBOX}.deliveries (${COLUMNS.join(', ')}, state, created_at, next_attempt_at, gives_up_at)
     SELECT id::uuid, place, kind, severity, destination, rule, environment, experiment, content::json,
       'waiting', $${COLUMNS.length + 1}, $${COLUMNS.length + 1}, $${COLUMNS.length + 2}
     FROM unnest(${COLUMNS.map((_, index) => `$${index + 1}::text[]`).join(', ')}) AS intent (${COLUMNS.join(', ')})
     ON CONFLICT (id) DO NOTHING`,
    [...COLUMNS.map((_, column) => rows.map((row) => row[column])), now, new Date(now.getTime() + GIVE_UP_MS)],
  );
}

/** The values of a row, in the order of the columns. */
function valuesOf({ id, kind, rule, destination, content }: Intent): readonly (string | null)[] {
  const { severity, environment, experiment } = content;
  return [id, newId(), kind, severity, destination, rule, environment, experiment?.id ?? null, JSON.stringify(content)];
}

/** Has a delivery sent again, under its own id. */
export async function sendAgain(manager: Writer, id: string, now: Date): Promise<void> {
  await manager.query(
    `UPDATE ${OUTBOX}.deliveries SET state = 'waiting', next_attempt_at = $2, gives_up_at = $3, digest = NULL
     WHERE id = $1 AND state <> 'sending'`,
    [id, now, new Date(now.getTime() + GIVE_UP_MS)],
  );
}
