import type { FastifyReply } from 'fastify';
import { EventStreams } from '../../platform/http/event-streams.js';
import type { EnvironmentVersions } from '../environment-versions.js';

const MAX_LISTENERS = 10_000;
const BEAT_EVERY_MS = 15_000;

/** Tells OpenFeature clients when to evaluate again: `refetchEvaluation`, within moments of a change. */
export class ChangeStream {
  /** Each listens to one environment. */
  private readonly streams = new EventStreams<string>(MAX_LISTENERS);
  private beating: NodeJS.Timeout | undefined;

  constructor(private readonly versions: EnvironmentVersions) {}

  start(): void {
    this.versions.onChange((environment) => this.tell(environment));
    this.beating = setInterval(() => this.streams.beat(), BEAT_EVERY_MS).unref();
  }

  stop(): void {
    clearInterval(this.beating);
    this.streams.close();
  }

  open(reply: FastifyReply, environment: string, headers: Readonly<Record<string, string>>): void {
    this.streams.open(reply, environment, headers);
  }

  private tell(changed: string | null): void {
    this.streams.send('data: {"type":"refetchEvaluation"}\n\n', (environment) =>
      changed === null ? true : environment === changed,
    );
  }
}
