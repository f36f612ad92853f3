import type { FastifyReply } from 'fastify';
import type { ServerResponse } from 'node:http';
import { unavailable } from '../problem.js';

const MAX_UNSENT_BYTES = 1024 * 1024;

interface Listener<Topic> {
  readonly response: ServerResponse;
  readonly topic: Topic;
}

/** Open streams of server-sent events, each with what it listens to. Who reads too slowly is cut off and comes again. */
export class EventStreams<Topic> {
  private readonly listeners = new Set<Listener<Topic>>();

  constructor(private readonly maxListeners: number) {}

  get size(): number {
    return this.listeners.size;
  }

  get topics(): Topic[] {
    return [...this.listeners].map(({ topic }) => topic);
  }

  /**
   * Turns an answer into a stream.
   * @param first an event that it begins with, as it is written on the stream
   * @throws Problem 503 where too many listen
   */
  open(reply: FastifyReply, topic: Topic, headers: Readonly<Record<string, string>> = {}, first = ''): void {
    if (this.listeners.size >= this.maxListeners) {
      throw unavailable('too_many_listeners', 'too many listen already; try again later');
    }
    reply.hijack();
    const response = reply.raw;
    response.writeHead(200, {
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
      connection: 'keep-alive',
      'x-accel-buffering': 'no',
      ...headers,
    });
    // Whoever asks for the head alone would wait for an end that does not come.
    if (reply.request.method === 'HEAD') {
      response.end();
      return;
    }
    response.write(`retry: 1000\n\n${first}`);
    const listener = { response, topic };
    this.listeners.add(listener);
    response.on('close', () => this.listeners.delete(listener));
  }

  /** Sends an event, as it is written on the stream, to those whose topic it is. */
  send(text: string, concerns: (topic: Topic) => boolean): void {
    for (const listener of this.listeners) if (concerns(listener.topic)) this.write(listener, text);
  }

  /** Keeps idle connections open. */
  beat(): void {
    for (const listener of this.listeners) this.write(listener, ': still here\n\n');
  }

  close(): void {
    for (const { response } of this.listeners) response.end();
    this.listeners.clear();
  }

  private write(listener: Listener<Topic>, text: string): void {
    if (listener.response.writableLength <= MAX_UNSENT_BYTES) {
      listener.response.write(text);
      return;
    }
    listener.response.destroy();
    this.listeners.delete(listener);
  }
}
