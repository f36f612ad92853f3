import { createParser } from 'eventsource-parser';

const MAX_UNREAD = 64 * 1024;

/**
 * Yields the data of a stream of server-sent events. Of several events in one chunk it yields only the last, because
 * only the current state matters.
 * @param stillThere called for every chunk
 * @throws RangeError for an endless event
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
