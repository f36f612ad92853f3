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
  let unread = '';
  for await (const chunk of response.body) {
    stillThere();
    unread += decoder.decode(chunk, { stream: true });
    const blocks = unread.replaceAll('\r\n', '\n').split('\n\n');
    unread = blocks.pop() ?? '';
    if (unread.length > MAX_UNREAD) throw new RangeError('an event of the stream does not end');
    const latest = blocks.map(dataOf).findLast((data) => data !== undefined);
    if (latest !== undefined) yield latest;
  }
}

function dataOf(block: string): string | undefined {
  const lines = block.split('\n').filter((line) => line.startsWith('data:'));
  return lines.length === 0 ? undefined : lines.map((line) => line.slice('data:'.length).trimStart()).join('\n');
}
