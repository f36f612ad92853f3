import { BACKWARDS, END, type EventStoreDBClient } from '@eventstore/db-client';
import type { Position } from '../position.js';
import { encodePosition } from './log-position.js';

/**
 * Position of the log's last event on the leader; undefined for an empty log.
 * @throws the client's errors, or 'gave up' once `signal` aborts
 */
export async function logEnd(client: EventStoreDBClient, signal: AbortSignal): Promise<Position | undefined> {
  const reading = client.readAll({ direction: BACKWARDS, fromPosition: END, maxCount: 1, requiresLeader: true });
  // Without a listener, its error would end the process.
  reading.on('error', () => undefined);
  const giveUp = (): void => void reading.destroy(new Error('gave up'));
  signal.addEventListener('abort', giveUp, { once: true });
  try {
    const next = await reading[Symbol.asyncIterator]().next();
    const position = next.done ? undefined : next.value.event?.position;
    return position && encodePosition(position);
  } finally {
    signal.removeEventListener('abort', giveUp);
    reading.cancel().catch(() => undefined);
    reading.destroy();
  }
}
