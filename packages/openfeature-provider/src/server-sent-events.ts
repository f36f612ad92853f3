import { createParser } from 'eventsource-parser';

const MAX_UNREAD = 64 * 1024;

/**
 * The data of a stream of server-sent events. Of several that arrive at once it answers only the last: the current
 * version makes earlier ones irrelevant.
 * @param stillThere called with every sign of life
 * @throws RangeError for an event without end
 */
export async function* messagesOf(response: Response, stillThere: () => void): AsyncGenerator<string> {
  if (!response.body) return;
  const decoder = new TextDecoder();
  const arrived: string[] = [];
  const parser = createParser({
    maxBufferSize: MAX_UNREAD,
    onEvent: ({ data }) => arrived.push(data),
    onError: ({ type }) => {
      if (type === 'max-buffer-size-exceeded') throw new RangeError('an event of the stream does not end');
    },
  });
  for await (const chunk of response.body) {
    stillThere();
    parser.feed(decoder.decode(chunk, { stream: true }));
    const latest = arrived.splice(0).at(-1);
    if (latest !== undefined) yield latest;
  }
}
