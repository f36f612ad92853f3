import { createParser } from 'eventsource-parser';

/** A stream of server-sent events as it comes over the wire. */
export interface OpenStream {
  readonly status: number;
  /** The data of each event. */
  readonly messages: readonly string[];
  /** All that came. */
  text(): string;
  /** True once it is over, whoever ended it. */
  ended(): boolean;
  close(): void;
}

/** Opens a stream, or is refused. It is not opened again when it ends. */
export async function openStream(url: string, key?: string): Promise<OpenStream> {
  const closing = new AbortController();
  const headers: Record<string, string> = key === undefined ? {} : { authorization: `Bearer ${key}` };
  const response = await fetch(url, { headers, signal: closing.signal });
  const messages: string[] = [];
  let [text, over] = ['', false];
  const read = async (body: ReadableStream<Uint8Array>): Promise<void> => {
    const decoder = new TextDecoder();
    const parser = createParser({ onEvent: ({ data }) => messages.push(data) });
    for await (const chunk of body) {
      const more = decoder.decode(chunk, { stream: true });
      text += more;
      parser.feed(more);
    }
  };
  void (response.body ? read(response.body) : Promise.resolve()).catch(() => undefined).finally(() => (over = true));
  return { status: response.status, messages, text: () => text, ended: () => over, close: () => closing.abort() };
}
