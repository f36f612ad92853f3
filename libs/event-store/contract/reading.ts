import { describe, expect, it } from '@jest/globals';
import type { JsonObject } from '../event-store.js';
import { all, events, freshStream, type HarnessOf } from './harness.js';

/** Reading one stream in both directions, and unchanged content. */
export function describeReading(harness: HarnessOf): void {
  describe('read', () => {
    const revisions = async (stream: string, options?: Parameters<ReturnType<HarnessOf>['store']['read']>[1]) =>
      (await all(harness().store.read(stream, options))).map((event) => event.revision);

    it('gives the events as written, in order, with position and time', async () => {
      const { store } = harness();
      const stream = freshStream();
      const written = events(3);
      const appended = await store.append(stream, written, { expected: 'no_stream' });
      const stored = await all(store.read(stream));
      expect(stored.map(({ id, type, data, metadata }) => ({ id, type, data, metadata }))).toEqual(written);
      expect(stored.map((event) => event.stream)).toEqual([stream, stream, stream]);
      expect(stored.at(-1)?.position).toBe(appended.position);
      for (const { recordedAt } of stored) expect(new Date(recordedAt).toISOString()).toBe(recordedAt);
    });

    it('reads forwards and backwards, from a revision, up to a limit', async () => {
      const stream = freshStream();
      await harness().store.append(stream, events(6), { expected: 'no_stream' });
      expect(await revisions(stream)).toEqual([0, 1, 2, 3, 4, 5]);
      expect(await revisions(stream, { from: 4 })).toEqual([4, 5]);
      expect(await revisions(stream, { from: 1, limit: 2 })).toEqual([1, 2]);
      expect(await revisions(stream, { direction: 'backwards' })).toEqual([5, 4, 3, 2, 1, 0]);
      expect(await revisions(stream, { direction: 'backwards', limit: 1 })).toEqual([5]);
      expect(await revisions(stream, { direction: 'backwards', from: 2 })).toEqual([2, 1, 0]);
      expect(await revisions(stream, { from: 50 })).toEqual([]);
      expect(await revisions(stream, { limit: 0 })).toEqual([]);
    });

    it('finds nothing in a stream that does not exist', async () => {
      expect(await revisions(freshStream())).toEqual([]);
      expect(await revisions(freshStream(), { direction: 'backwards', limit: 1 })).toEqual([]);
    });

    it('can be left in the middle', async () => {
      const { store } = harness();
      const stream = freshStream();
      await store.append(stream, events(200), { expected: 'no_stream' });
      for await (const event of store.read(stream)) if (event.revision === 3) break;
      expect(await revisions(stream, { limit: 1 })).toEqual([0]);
    });

    it('keeps unicode, nesting and decimals in texts as they are', async () => {
      const { store } = harness();
      const stream = freshStream('Ünïcödé-Ω');
      const data: JsonObject = {
        text: 'Grüße, 世界 👩‍🔬 — "quoted" \\ \n\t\u2028 \u00e9 e\u0301',
        decimal: '0.10000000000000000000000000000000000001',
        nested: { list: [1, -0.5, 1e21, true, null, [], {}, { deep: [{ er: 'x' }] }], empty: '' },
        'a key with "quotes"': Number.MAX_SAFE_INTEGER,
      };
      const metadata: JsonObject = { v: 2, who: 'Ζωή', amount: '12.50' };
      await store.append(stream, [{ id: crypto.randomUUID(), type: 'prüfung', data, metadata }], { expected: 'any' });
      const [stored] = await all(store.read(stream));
      expect(stored).toMatchObject({ stream, type: 'prüfung' });
      expect(stored?.data).toEqual(data);
      expect(stored?.metadata).toEqual(metadata);
    });
  });
}
