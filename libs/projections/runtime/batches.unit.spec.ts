import { describe, expect, it } from '@jest/globals';
import type { Position, StoredEvent, StoreMessage } from '../../event-store/index.js';
import { Batches } from './batches.js';

const event = (n: number): StoreMessage => ({
  kind: 'event',
  event: { position: `p${n}`, type: `t${n}` } as unknown as StoredEvent,
});

async function* messages(...list: readonly StoreMessage[]): AsyncGenerator<StoreMessage> {
  yield* list;
}

async function taken(list: readonly StoreMessage[], maxWeight: number) {
  const batches = new Batches(messages(...list), () => 1);
  // The pump runs ahead of its consumer.
  await new Promise((resolve) => setImmediate(resolve));
  return batches.next(maxWeight, 1_000);
}

describe('a batch', () => {
  it('still says that the end of the log was met when events came right behind it', async () => {
    const batch = await taken([event(1), { kind: 'caught_up' }, event(2)], 100);
    expect(batch).toMatchObject({ caughtUp: true, position: 'p2' });
    expect(batch?.events).toHaveLength(2);
  });

  it('ends where its weight is reached, and leaves what follows for the next', async () => {
    const batch = await taken([event(1), event(2), event(3), { kind: 'caught_up' }], 2);
    expect(batch).toMatchObject({ caughtUp: false, position: 'p2' });
  });

  it('takes the position of a checkpoint behind its events', async () => {
    const checkpoint: StoreMessage = { kind: 'checkpoint', position: 'p9' as Position };
    expect(await taken([event(1), checkpoint], 100)).toMatchObject({ position: 'p9' });
  });

  it('is undefined at the end, and throws what the subscription threw', async () => {
    expect(await taken([], 1)).toBeUndefined();
    const failing = new Batches(
      (async function* (): AsyncGenerator<StoreMessage> {
        yield event(1);
        throw new Error('gone');
      })(),
      () => 1,
    );
    await new Promise((resolve) => setImmediate(resolve));
    expect((await failing.next(1, 1_000))?.events).toHaveLength(1);
    await expect(failing.next(1, 1_000)).rejects.toThrow('gone');
  });
});
