import type { FastifyReply } from 'fastify';
import type { ServerResponse } from 'node:http';
import { ANSWER_HEADERS } from '../answer-headers.js';
import type { Clock } from '../clock.js';
import { Problem, unavailable } from '../problem.js';

/** The permission that opened a stream. The stream ends when the permission does. */
export interface StreamGrant {
  /** Id of the key, session or token. */
  readonly credential: string;
  /** The session that opened it; null for others. */
  readonly session: string | null;
  /** False once the key is revoked, or its user is deactivated or has other rights. */
  isGood(): boolean;
  /** The time when it expires, in epoch milliseconds; Infinity: never. */
  endsAt(): number;
}

/** Tells which sessions are open. */
export interface OpenSessions {
  /** Those of the sessions that are open now. */
  stillOpen(sessions: readonly string[]): Promise<ReadonlySet<string>>;
}

/** The maximum number of streams, in all and per credential, and the maximum of unsent bytes per stream. */
export interface StreamLimits {
  readonly all: number;
  readonly perCredential: number;
  readonly unsentBytes: number;
}

interface Listener<Topic> {
  readonly response: ServerResponse;
  readonly topic: Topic;
  readonly grant: StreamGrant;
  /** True if unsent bytes were waiting at the last heartbeat. */
  waited: boolean;
}

const LOOK_EVERY_MS = 1_000;
const BEAT_EVERY_MS = 15_000;
const RETRY_MS = 500;
const RETRY_JITTER_MS = 1_500;

/**
 * Open streams of server-sent events, each with its topic. A reader that is too slow is cut off and reconnects. A
 * stream ends within a second when its key is revoked, its session ends, or its grant expires.
 */
export class EventStreams<Topic> {
  private readonly listeners = new Set<Listener<Topic>>();
  private readonly byCredential = new Map<string, number>();
  private asksForSessions = false;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly limits: StreamLimits,
    private readonly sessions: OpenSessions,
    private readonly clock: Clock,
    private readonly chance: () => number = Math.random,
  ) {}

  get size(): number {
    return this.listeners.size;
  }

  get topics(): Topic[] {
    return [...this.listeners].map(({ topic }) => topic);
  }

  /** Sends heartbeats, and ends streams whose grant has ended. */
  start(): void {
    let beatAt = performance.now() + BEAT_EVERY_MS;
    this.timer ??= setInterval(() => {
      this.endOutlived();
      void this.endSignedOut();
      if (performance.now() < beatAt) return;
      this.beat();
      beatAt = performance.now() + BEAT_EVERY_MS;
    }, LOOK_EVERY_MS).unref();
  }

  /**
   * Turns an answer into a stream. `retry` has jitter, so that clients that were cut off together reconnect at
   * different times.
   * @param first the first events of the stream, in its format
   * @returns a function that sends to this stream as long as it is open
   * @throws Problem 429 if the credential has too many streams open, 503 if all together have
   */
  open(
    reply: FastifyReply,
    topic: Topic,
    grant: StreamGrant,
    { headers = {}, first = '' }: { readonly headers?: Readonly<Record<string, string>>; readonly first?: string } = {},
  ): (text: string) => void {
    this.checkRoom(grant.credential);
    reply.hijack();
    const response = reply.raw;
    response.writeHead(200, {
      ...ANSWER_HEADERS,
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
      connection: 'keep-alive',
      'x-accel-buffering': 'no',
      ...headers,
    });
    // A HEAD request would wait for an end that never comes.
    if (reply.request.method === 'HEAD') {
      response.end();
      return () => undefined;
    }
    response.write(`retry: ${RETRY_MS + Math.floor(this.chance() * RETRY_JITTER_MS)}\n\n${first}`);
    const listener = { response, topic, grant, waited: false };
    this.listeners.add(listener);
    this.byCredential.set(grant.credential, this.openOf(grant.credential) + 1);
    response.on('close', () => this.forget(listener));
    return (text) => {
      if (this.listeners.has(listener)) this.write(listener, text);
    };
  }

  /** Sends an event, in the format of the stream, to the listeners whose topic it concerns. */
  send(text: string, concerns: (topic: Topic) => boolean): void {
    for (const listener of this.listeners) if (concerns(listener.topic)) this.write(listener, text);
  }

  close(): void {
    clearInterval(this.timer);
    for (const listener of [...this.listeners]) this.end(listener);
  }

  private checkRoom(credential: string): void {
    if (this.listeners.size >= this.limits.all) {
      throw unavailable('too_many_listeners', 'too many streams are open; try again later');
    }
    if (this.openOf(credential) < this.limits.perCredential) return;
    const detail = `this key or session has ${this.limits.perCredential} streams open already; close some of them`;
    throw new Problem(429, 'too_many_streams', detail, undefined, { 'retry-after': '1' });
  }

  private openOf(credential: string): number {
    return this.byCredential.get(credential) ?? 0;
  }

  private endOutlived(): void {
    const now = this.clock.now().getTime();
    for (const listener of [...this.listeners]) {
      if (listener.grant.endsAt() <= now || !listener.grant.isGood()) this.end(listener);
    }
  }

  /** Ends the streams of sessions that were ended elsewhere. While nobody can tell, streams go on. */
  private async endSignedOut(): Promise<void> {
    const asked = new Set([...this.listeners].flatMap(({ grant: { session } }) => (session === null ? [] : [session])));
    if (asked.size === 0 || this.asksForSessions) return;
    this.asksForSessions = true;
    try {
      const open = await this.sessions.stillOpen([...asked]);
      for (const listener of [...this.listeners]) {
        const { session } = listener.grant;
        if (session !== null && asked.has(session) && !open.has(session)) this.end(listener);
      }
    } catch {
      // The next look asks again.
    } finally {
      this.asksForSessions = false;
    }
  }

  private beat(): void {
    for (const listener of [...this.listeners]) {
      const waits = listener.response.writableLength > 0;
      if (waits && listener.waited) this.cut(listener);
      else {
        listener.waited = waits;
        this.write(listener, ': still here\n\n');
      }
    }
  }

  private write(listener: Listener<Topic>, text: string): void {
    if (listener.response.writableLength > this.limits.unsentBytes) this.cut(listener);
    else listener.response.write(text);
  }

  private end(listener: Listener<Topic>): void {
    // An end would wait until the reader takes the unsent bytes.
    if (listener.response.writableLength > 0) return this.cut(listener);
    listener.response.end();
    this.forget(listener);
  }

  private cut(listener: Listener<Topic>): void {
    listener.response.destroy();
    this.forget(listener);
  }

  private forget(listener: Listener<Topic>): void {
    if (!this.listeners.delete(listener)) return;
    const { credential } = listener.grant;
    const left = this.openOf(credential) - 1;
    if (left > 0) this.byCredential.set(credential, left);
    else this.byCredential.delete(credential);
  }
}
