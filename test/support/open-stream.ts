import { createParser } from 'eventsource-parser';

/** A raw stream of server-sent events. */
export interface OpenStream {
  readonly status: number;
  /** The data of each event. */
  readonly messages: readonly string[];
  /** The whole text received so far. */
  text(): string;
  /** True once either side has ended it. */
  ended(): boolean;
  close(): void;
}

/** Opens a stream, which the server may refuse. It is not reopened after its end. */
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
