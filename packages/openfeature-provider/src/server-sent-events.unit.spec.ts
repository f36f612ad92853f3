import { describe, expect, it } from '@jest/globals';
import { messagesOf } from './server-sent-events.js';

/** What is read of a stream that arrives in these pieces, and how often a sign of life was heard. */
async function read(...pieces: readonly string[]): Promise<{ messages: string[]; signs: number }> {
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const piece of pieces) controller.enqueue(Buffer.from(piece, 'latin1'));
      controller.close();
    },
  });
  const messages: string[] = [];
  let signs = 0;
  for await (const message of messagesOf(new Response(body), () => (signs += 1))) messages.push(message);
  return { messages, signs };
}

describe('a stream of server-sent events', () => {
  it('is read however it is cut into pieces, also within a character', async () => {
    const text = Buffer.from('retry: 5\n\n: hello\n\ndata: Zoë\r\n\r\nevent: x\ndata:one\ndata: two\n\n').toString(
      'latin1',
    );
    expect(await read(...text)).toEqual({ messages: ['Zoë', 'one\ntwo'], signs: text.length });
  });

  it('tells only the last of several that arrive at once', async () => {
    expect((await read('data: 1\n\ndata: 2\n\nda', 'ta: 3\n\n')).messages).toEqual(['2', '3']);
  });

  it('says nothing of comments and of an event that is not complete', async () => {
    expect(await read(': still there\n\n', 'data: 1\n')).toEqual({ messages: [], signs: 2 });
  });

  it.each([
    ['one line', 'x'.repeat(1_000)],
    ['line after line', `data: ${'x'.repeat(1_000)}\n`],
  ])('is refused without an end: %s', async (_, piece) => {
    const reading = read(...Array.from({ length: 80 }, () => piece));
    await expect(reading).rejects.toThrow(new RangeError('an event of the stream does not end'));
  });
});
