import { createParser } from 'eventsource-parser';
import { until } from './until.js';

/** A message of the live stream. */
export interface Message {
  readonly event: string;
  // Bodies are asserted field by field; types would only repeat that.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly data: any;
}

export interface Listening {
  readonly messages: readonly Message[];
  /** Waits for a message that matches. @throws Error if none comes */
  until(matches: (message: Message) => boolean): Promise<boolean>;
  close(): void;
}

/** Listens to `GET /v1/stream`; resolves once the stream is open. */
export async function listen(baseUrl: string, key: string, query: string): Promise<Listening> {
  const closing = new AbortController();
  const response = await fetch(`${baseUrl}/v1/stream${query}`, {
    headers: { authorization: `Bearer ${key}` },
    signal: closing.signal,
  });
  if (response.status !== 200 || !response.body) throw new Error(`the stream answered ${response.status}`);
  const messages: Message[] = [];
  void read(response.body, messages).catch(() => undefined);
  return {
    messages,
    until: (matches) => until('a message of the live stream', () => messages.some(matches)),
    close: () => closing.abort(),
  };
}

async function read(body: ReadableStream<Uint8Array>, messages: Message[]): Promise<void> {
  const decoder = new TextDecoder();
  const parser = createParser({
    onEvent: ({ event, data }) => {
      if (event !== undefined) messages.push({ event, data: JSON.parse(data) });
    },
  });
  for await (const chunk of body) parser.feed(decoder.decode(chunk, { stream: true }));
}
