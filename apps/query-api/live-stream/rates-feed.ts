import { setTimeout as sleep } from 'node:timers/promises';
import type { Position } from '../../../libs/event-store/index.js';
import { guardrailRates } from '../../../libs/guardrails/read-model/index.js';
import type { Clock } from '../../../libs/platform/clock.js';
import type { Logger } from '../../../libs/platform/logging/logger.js';
import type { MeasurementReadModel } from '../../../libs/projections/index.js';
import type { LiveStream } from './live-stream.js';

const LOOK_EVERY_MS = 250;

/** Sends the rates of watched experiments, at once and whenever the measurement has moved. */
export class RatesFeed {
  private readonly stopping = new AbortController();
  private readonly sent = new Map<string, Position | undefined>();
  private running: Promise<void> | undefined;

  constructor(
    private readonly stream: LiveStream,
    private readonly model: MeasurementReadModel,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

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
        await this.look();
      } catch (error) {
        this.logger.debug({ err: error }, 'rates cannot be read');
      }
      await sleep(LOOK_EVERY_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  private async look(): Promise<void> {
    // A new stream has no rates yet, so its experiment is sent again.
    for (const id of this.stream.takeNewlyWatched()) this.sent.delete(id);
    const { watched } = this.stream;
    for (const id of this.sent.keys()) if (!watched.has(id)) this.sent.delete(id);
    if (watched.size === 0) return;
    const position = await this.model.position();
    for (const [id, about] of watched) {
      if (this.sent.has(id) && this.sent.get(id) === position) continue;
      this.stream.send('rates', about, await guardrailRates(this.model, id, this.clock.now()));
      this.sent.set(id, position);
    }
  }
}
