import { describe, expect, it } from '@jest/globals';
import { EventTooLargeError, UnknownOutcomeError, WrongExpectedRevisionError } from '../errors.js';
import { MAX_APPEND_EVENTS, type Expected } from '../event-store.js';
import { appendWithRetry } from '../retry-append.js';
import { all, events, freshStream, rejectionOf, type ContractSubject, type HarnessOf } from './harness.js';

/** Appending: expectations, conflicts, idempotent retries, sizes. */
export function describeAppending(harness: HarnessOf, { faults }: ContractSubject): void {
  describe('append', () => {
    it('writes at each expectation and answers with the last revision', async () => {
      const { store } = harness();
      const stream = freshStream();
      const first = await store.append(stream, events(2), { expected: 'no_stream' });
      expect(first.revision).toBe(1);
      const second = await store.append(stream, events(1), { expected: 1 });
      expect(second.revision).toBe(2);
      expect((await store.append(stream, events(3), { expected: 'stream_exists' })).revision).toBe(5);
      expect((await store.append(stream, events(1), { expected: 'any' })).revision).toBe(6);
      expect((await store.append(freshStream(), events(1), { expected: 'any' })).revision).toBe(0);
      expect(first.position < second.position).toBe(true);
    });

    it.each<[Expected, number | 'no_stream']>([
      ['no_stream', 2],
      [0, 2],
      [40, 2],
      ['stream_exists', 'no_stream'],
      [3, 'no_stream'],
    ])('refuses %s when the stream is at %s, and writes nothing', async (expected, actual) => {
      const { store } = harness();
      const stream = freshStream();
      if (actual !== 'no_stream') await store.append(stream, events(3), { expected: 'no_stream' });
      const error = await rejectionOf(store.append(stream, events(1), { expected }));
      expect(error).toBeInstanceOf(WrongExpectedRevisionError);
      expect(error).toMatchObject({ stream, expected, actual });
      expect(await all(store.read(stream))).toHaveLength(actual === 'no_stream' ? 0 : 3);
    });

    it('answers a retry as the first time, also after later events', async () => {
      const { store } = harness();
      const stream = freshStream();
      const created = events(2);
      const changed = events(1);
      const first = await store.append(stream, created, { expected: 'no_stream' });
      const second = await store.append(stream, changed, { expected: 1 });
      expect(await store.append(stream, changed, { expected: 1 })).toEqual(second);
      await store.append(stream, events(4), { expected: 2 });
      expect(await store.append(stream, created, { expected: 'no_stream' })).toEqual(first);
      expect(await store.append(stream, changed, { expected: 1 })).toEqual(second);
      expect(await all(store.read(stream))).toHaveLength(7);
    });

    it("answers a retry of a leading part with that part's revision", async () => {
      const { store } = harness();
      const stream = freshStream();
      const [one, two, three] = events(3);
      if (!one || !two || !three) throw new Error('three events');
      await store.append(stream, [one, two, three], { expected: 'no_stream' });
      expect((await store.append(stream, [one], { expected: 'no_stream' })).revision).toBe(0);
      expect((await store.append(stream, [one, two], { expected: 'no_stream' })).revision).toBe(1);
    });

    it('refuses a retry that brings one more event, or others', async () => {
      const { store } = harness();
      const stream = freshStream();
      const first = events(2);
      await store.append(stream, first, { expected: 'no_stream' });
      const longer = store.append(stream, [...first, ...events(1)], { expected: 'no_stream' });
      expect(await rejectionOf(longer)).toMatchObject({ kind: 'wrong_expected_revision', actual: 1 });
      const other = store.append(stream, events(2), { expected: 'no_stream' });
      expect(await rejectionOf(other)).toMatchObject({ kind: 'wrong_expected_revision', actual: 1 });
      expect(await all(store.read(stream))).toHaveLength(2);
    });

    it('lets exactly one of many writers at the same revision win', async () => {
      const { store } = harness();
      const stream = freshStream();
      const attempts = Array.from({ length: 8 }, () => store.append(stream, events(1), { expected: 'no_stream' }));
      const outcomes = await Promise.allSettled(attempts);
      const lost = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as unknown] : []));
      expect(lost).toHaveLength(7);
      for (const error of lost) expect(error).toMatchObject({ kind: 'wrong_expected_revision', actual: 0 });
      expect(await all(store.read(stream))).toHaveLength(1);
    });

    it('takes an event of 900 KiB and gives it back', async () => {
      const { store } = harness();
      const stream = freshStream();
      const [large] = events(1, { text: 'y'.repeat(900 * 1024) });
      if (!large) throw new Error('one event');
      await store.append(stream, [large], { expected: 'no_stream' });
      const [stored] = await all(store.read(stream));
      expect(stored?.data).toEqual(large.data);
    });

    it.each([
      ['one event above the limit', () => events(1, { text: 'y'.repeat(1024 * 1024) })],
      ['events that together are above it', () => events(11, { text: 'y'.repeat(100 * 1024) })],
      ['too many events', () => events(MAX_APPEND_EVENTS + 1)],
    ])('refuses %s before it is sent', async (_what, tooLarge) => {
      const { store } = harness();
      const stream = freshStream();
      const error = await rejectionOf(store.append(stream, tooLarge(), { expected: 'no_stream' }));
      expect(error).toBeInstanceOf(EventTooLargeError);
      expect(await all(store.read(stream))).toEqual([]);
    });

    it('refuses an append of nothing', async () => {
      const { store } = harness();
      expect(await rejectionOf(store.append(freshStream(), [], { expected: 'any' }))).toBeInstanceOf(TypeError);
    });

    if (faults.includes('lost_answer')) {
      it('an append whose answer was lost is an unknown outcome, and its retry writes nothing twice', async () => {
        const { store, inject } = harness();
        const stream = freshStream();
        const written = events(2);
        await inject('lost_answer');
        const error = await rejectionOf(store.append(stream, written, { expected: 'no_stream' }));
        expect(error).toBeInstanceOf(UnknownOutcomeError);
        const retried = await appendWithRetry(store, stream, written, { expected: 'no_stream', timeoutMs: 15_000 });
        expect(retried.revision).toBe(1);
        expect((await all(store.read(stream))).map((event) => event.id)).toEqual(written.map((event) => event.id));
      });
    }

    if (faults.includes('no_answer')) {
      it('an append that is never answered is an unknown outcome after its deadline', async () => {
        const { store, inject } = harness();
        await inject('no_answer');
        const error = await rejectionOf(store.append(freshStream(), events(1), { expected: 'no_stream' }));
        expect(error).toBeInstanceOf(UnknownOutcomeError);
      });
    }
  });
}
