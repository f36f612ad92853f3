import { setTimeout as sleep } from 'node:timers/promises';
import type { EventStore, StoredEvent } from '../../event-store/index.js';
import type { Logger } from '../../platform/logging/logger.js';
import type { ProjectedIds } from '../read-model/telemetry-ids.js';
import { SUBJECT_LINKED, subjectLinkOf, TELEMETRY_PREFIX, TELEMETRY_RECORDED, telemetryBatchOf } from '../telemetry.js';
import type { RecentIds } from './recent-ids.js';
import type { SubjectLinks } from './subject-links.js';

const PRUNE_EVERY_MS = 500;

/** Keeps recent ids and links current: reads the unprojected tail at the start, then forgets what gets projected. */
export class TelemetryTail {
  private isReady = false;
  private readonly stopping = new AbortController();
  private running: Promise<void> | undefined;

  constructor(
    private readonly store: EventStore,
    private readonly projected: ProjectedIds,
    private readonly recent: RecentIds,
    private readonly links: SubjectLinks,
    private readonly logger: Logger,
  ) {}

  get ready(): boolean {
    return this.isReady;
  }

  start(): void {
    this.running ??= this.run();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      try {
        if (!this.isReady) await this.readTail();
        const position = await this.projected.position();
        if (position !== undefined) {
          this.recent.forgetUpTo(position);
          this.links.forgetUpTo(position);
        }
      } catch (error) {
        this.logger.debug({ err: error }, 'cannot read the projected ids; retrying');
      }
      await sleep(PRUNE_EVERY_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  private async readTail(): Promise<void> {
    const after = await this.projected.position();
    const filter = { streamPrefixes: [TELEMETRY_PREFIX] };
    for await (const message of this.store.subscribe({ after, filter, signal: this.stopping.signal })) {
      if (message.kind === 'event') this.remember(message.event);
      if (message.kind === 'caught_up') {
        this.isReady = true;
        return;
      }
    }
  }

  private remember(event: StoredEvent): void {
    if (event.type === TELEMETRY_RECORDED) {
      const { environment, items } = telemetryBatchOf(event);
      this.recent.remember(environment, items, event.position);
    } else if (event.type === SUBJECT_LINKED) {
      this.links.remember({ ...subjectLinkOf(event), position: event.position });
    }
  }
}
