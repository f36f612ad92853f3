import { setTimeout as sleep } from 'node:timers/promises';
import { hasReached, laterOf, parsePosition, type Position } from '../../libs/event-store/index.js';
import { answered, type Caller } from './client.js';
import { timed, type SentBatch } from './telemetry-batches.js';

/** Connections that send at once. */
export const CONNECTIONS = 8;
const LOOK_EVERY_MS = 25;

/** Sends the batches over all connections. @returns the seconds until the last 200, and the last position */
export async function send(
  product: Caller,
  batches: readonly SentBatch[],
): Promise<{ readonly seconds: number; readonly last: Position | undefined }> {
  let last: Position | undefined;
  const seconds = await timed(batches, CONNECTIONS, async ({ body }) => {
    const answer = await product.postText('/v1/events', body);
    if (!answer.text.includes('"rejected":0')) throw new Error('not all events were accepted');
    last = laterOf(last, parsePosition(answer.headers.get('assay-position') ?? ''));
  });
  return { seconds, last };
}

/** Waits until the projection that counts telemetry has passed the position. */
export async function counted(owner: Caller, wanted: Position | undefined): Promise<void> {
  for (;;) {
    const { items } = await answered(owner.api.GET('/v1/operations/projections'));
    const position = items.find((item) => item.projection === 'measurement')?.position;
    if (wanted === undefined || (position && hasReached(parsePosition(position), wanted))) return;
    await sleep(LOOK_EVERY_MS);
  }
}
