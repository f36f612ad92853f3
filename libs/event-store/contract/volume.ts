import { describe, expect, it } from '@jest/globals';
import { all, events, freshStream, type HarnessOf } from './harness.js';

/** Large volumes. They come last, because every later subscription from the start would read them. */
export function describeVolume(harness: HarnessOf): void {
  describe('volume', () => {
    it('holds 10,000 events in one stream', async () => {
      const { store } = harness();
      const stream = freshStream();
      for (let at = 0; at < 10_000; at += 500) {
        await store.append(stream, events(500), { expected: at === 0 ? 'no_stream' : at - 1 });
      }
      const stored = await all(store.read(stream));
      expect(stored).toHaveLength(10_000);
      expect(stored.findIndex((event, index) => event.revision !== index)).toBe(-1);
      const lastTwo = await all(store.read(stream, { direction: 'backwards', limit: 2 }));
      expect(lastTwo.map((event) => event.revision)).toEqual([9_999, 9_998]);
    });

    it('loses nothing on a consumer that stands still while much is written', async () => {
      const { store } = harness();
      const stream = freshStream('slow');
      const text = 'y'.repeat(2_000);
      await store.append(stream, events(1, { text }), { expected: 'no_stream' });
      const revisions: number[] = [];
      for await (const message of store.subscribe({ filter: { streamPrefixes: [stream] } })) {
        if (message.kind !== 'event') continue;
        if (revisions.length === 0) {
          for (let at = 0; at < 5_000; at += 250) await store.append(stream, events(250, { text }), { expected: at });
        }
        revisions.push(message.event.revision);
        if (revisions.length === 5_001) break;
      }
      expect(revisions.findIndex((revision, index) => revision !== index)).toBe(-1);
    });
  });
}
