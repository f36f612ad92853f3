import type { FastifyReply } from 'fastify';
import type { Clock } from '../platform/clock.js';
import {
  EventStreams,
  type OpenSessions,
  type StreamGrant,
  type StreamLimits,
} from '../platform/http/event-streams.js';
import type { EnvironmentVersions } from './environment-versions.js';

// All browsers may share one key, and still leave room for others.
const LIMITS: StreamLimits = { all: 10_000, perCredential: 8_000, unsentBytes: 64 * 1024 };
const REPEAT_AFTER_MS = 3_000;

/** Sends listeners of an environment the state of its decisions: at once, and soon after each change. */
export class ChangeStream {
  /** Each listens to one environment. */
  private readonly streams: EventStreams<string>;
  private readonly repeats = new Map<string, NodeJS.Timeout>();

  /** @param messageOf the message about an environment, as JSON without line breaks */
  constructor(
    private readonly versions: EnvironmentVersions,
    sessions: OpenSessions,
    clock: Clock,
    private readonly messageOf: (environment: string) => string,
  ) {
    this.streams = new EventStreams(LIMITS, sessions, clock);
  }

  start(): void {
    this.versions.onChange((environment) => this.tell(environment));
    this.streams.start();
  }

  stop(): void {
    for (const repeat of this.repeats.values()) clearTimeout(repeat);
    this.streams.close();
  }

  /**
   * Opens a stream. It begins with the current state, because a client that was cut off has missed changes.
   * @throws Problem 429 or 503 if too many streams are open
   */
  open(
    reply: FastifyReply,
    environment: string,
    grant: StreamGrant,
    headers: Readonly<Record<string, string>> = {},
  ): void {
    this.streams.open(reply, environment, grant, { headers, first: this.eventOf(environment) });
  }

  private tell(changed: string | null): void {
    for (const environment of changed === null ? new Set(this.streams.topics) : [changed]) {
      this.send(environment);
      this.repeatLater(environment);
    }
  }

  /** A client's fetch after the first message may fail or reach a replica that lags, so the message is repeated. */
  private repeatLater(environment: string): void {
    clearTimeout(this.repeats.get(environment));
    const repeat = setTimeout(() => {
      this.repeats.delete(environment);
      this.send(environment);
    }, REPEAT_AFTER_MS).unref();
    this.repeats.set(environment, repeat);
  }

  private send(environment: string): void {
    this.streams.send(this.eventOf(environment), (topic) => topic === environment);
  }

  private eventOf(environment: string): string {
    return `data: ${this.messageOf(environment)}\n\n`;
  }
}
