import type { FastifyReply } from 'fastify';
import { EventStreams } from '../platform/http/event-streams.js';
import type { EnvironmentVersions } from './environment-versions.js';

const MAX_LISTENERS = 10_000;
const BEAT_EVERY_MS = 15_000;

/** Tells those who listen to an environment, within moments, that it decides otherwise now. */
export class ChangeStream {
  /** Each listens to one environment. */
  private readonly streams = new EventStreams<string>(MAX_LISTENERS);
  private beating: NodeJS.Timeout | undefined;

  /** @param messageOf what is told of an environment, as JSON without line breaks */
  constructor(
    private readonly versions: EnvironmentVersions,
    private readonly messageOf: (environment: string) => string,
  ) {}

  start(): void {
    this.versions.onChange((environment) => this.tell(environment));
    this.beating = setInterval(() => this.streams.beat(), BEAT_EVERY_MS).unref();
  }

  stop(): void {
    clearInterval(this.beating);
    this.streams.close();
  }

  /** What changes from now on is told. @throws Problem 503 where too many listen */
  open(reply: FastifyReply, environment: string, headers: Readonly<Record<string, string>> = {}): void {
    this.streams.open(reply, environment, headers);
  }

  /** The same, and at once what would be told were it to change now. @throws Problem 503 where too many listen */
  openAndTell(reply: FastifyReply, environment: string): void {
    this.streams.open(reply, environment, {}, this.eventOf(environment));
  }

  private tell(changed: string | null): void {
    for (const environment of changed === null ? new Set(this.streams.topics) : [changed]) {
      this.streams.send(this.eventOf(environment), (topic) => topic === environment);
    }
  }

  private eventOf(environment: string): string {
    return `data: ${this.messageOf(environment)}\n\n`;
  }
}
