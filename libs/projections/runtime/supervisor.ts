import { setTimeout as sleep } from 'node:timers/promises';
import type { EventStore } from '../../event-store/index.js';
import type { Logger } from '../../platform/logging/logger.js';
import type { ProjectionDefinition, Reactor } from '../projection.js';
import type { OperationRequests } from './operations.js';
import { ProjectionRunner, type Progress } from './projection-runner.js';
import { Rebuild } from './rebuild.js';
import type { StatusTable } from './status-table.js';

const LOOK_EVERY_MS = 200;
const RETRY_REBUILD_MS = 60_000;

/** Keeps one projection running, and carries out requests of operators: rebuilds, and replays of parked events. */
export class ProjectionSupervisor {
  private current: ProjectionRunner | undefined;
  /** Earliest time of the next automatic rebuild of incomplete rows, after one failed (performance.now()). */
  private nextOwnRebuild = 0;

  constructor(
    private readonly store: EventStore,
    private readonly url: string,
    private readonly definition: ProjectionDefinition,
    private readonly status: StatusTable,
    private readonly requests: Pick<OperationRequests, 'rebuildOf' | 'replayOf'>,
    private readonly logger: Logger,
    private readonly reactor?: Reactor,
  ) {}

  get name(): string {
    return this.definition.name;
  }

  get progress(): Progress | undefined {
    return this.current?.progress;
  }

  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const stopLive = new AbortController();
      const live = new ProjectionRunner(this.store, this.url, this.definition, this.logger, {
        ...(this.reactor && { reactor: this.reactor }),
      });
      this.current = live;
      const running = live.run(AbortSignal.any([signal, stopLive.signal]));
      try {
        const rebuilt = await this.serve(live, signal);
        stopLive.abort();
        await running;
        if (rebuilt) await this.swap(rebuilt.rebuild, live, rebuilt.request, signal);
      } catch (error) {
        this.logger.error({ err: error, projection: this.definition.name }, 'the supervision of a projection failed');
        stopLive.abort();
        await running;
        await sleep(1_000, undefined, { signal }).catch(() => undefined);
      } finally {
        await live.close();
      }
    }
  }

  /** Watches for requests while the live projection runs; returns a filled rebuild, or undefined after an abort. */
  private async serve(
    live: ProjectionRunner,
    signal: AbortSignal,
  ): Promise<{ rebuild: Rebuild; request: number } | undefined> {
    const { name } = this.definition;
    while (!signal.aborted) {
      await sleep(LOOK_EVERY_MS, undefined, { signal }).catch(() => undefined);
      const replay = this.requests.replayOf(name);
      const rebuild = this.requests.rebuildOf(name);
      const isIncomplete = live.wantsRebuild && performance.now() >= this.nextOwnRebuild;
      if (replay < 0 && rebuild < 0 && !isIncomplete) continue;
      const done = await this.status.read(name);
      if (replay > (done?.replayed_for ?? -1)) {
        live.replayParked();
        await this.status.noteReplay(name, replay);
      }
      if (rebuild > (done?.rebuilt_for ?? -1)) {
        const filled = await this.fill(rebuild, signal);
        if (filled) return { rebuild: filled, request: rebuild };
      } else if (isIncomplete) {
        const filled = await this.fill(rebuild, signal);
        if (filled) return { rebuild: filled, request: rebuild };
        this.nextOwnRebuild = performance.now() + RETRY_REBUILD_MS;
      }
    }
    return undefined;
  }

  private async fill(request: number, signal: AbortSignal): Promise<Rebuild | undefined> {
    const { name } = this.definition;
    await this.status.noteRebuild(name, 0, 'started');
    const rebuild = new Rebuild(this.store, this.url, this.definition, this.logger, ({ handled }) =>
      this.status.noteRebuild(name, handled, 'going'),
    );
    try {
      await rebuild.fill(signal);
      return signal.aborted ? undefined : rebuild;
    } catch (error) {
      this.logger.error({ err: error, projection: name }, 'the rebuild failed, the live tables stay');
      await this.status.noteRebuild(name, 0, { doneFor: request });
      return undefined;
    } finally {
      await rebuild.close();
    }
  }

  private async swap(rebuild: Rebuild, live: ProjectionRunner, request: number, signal: AbortSignal): Promise<void> {
    await rebuild.takePlace(live.progress.position, signal);
    await this.status.noteRebuild(this.definition.name, live.progress.handled, { doneFor: request });
    this.logger.info({ projection: this.definition.name }, 'rebuilt');
  }
}
