import QuickLRU from 'quick-lru';
import { onDecideExposureId } from '../../decision-ids/index.js';
import { type DecidedExposure } from './exposure-sink.js';
import type { Author } from '../../event-sourcing/author.js';
import type { Clock } from '../../platform/clock.js';
import type { Logger } from '../../platform/logging/logger.js';
import type { ServiceMetrics } from '../../platform/monitoring/service-metrics.js';
import { batchEvent } from '../batch-event.js';
import { DECISION_EXPOSURE } from '../event-type.js';
import { payloadHash } from '../payload-hash.js';
import type { TelemetryLog } from '../ingestion/telemetry-log.js';
import type { ItemType, Source, TelemetryItem } from '../telemetry.js';

const FLUSH_EVERY_MS = 100;
const MAX_BATCH = 500;
const MAX_WAITING = 50_000;
const MAX_RECENT = 50_000;
/** Upper estimate of an item's stored size. */
const ITEM_BYTES = 400;
const AUTHOR: Author = { kind: 'system', id: 'system', name: 'exposure on decision' };
const { key, exposure, requiresExposure } = DECISION_EXPOSURE;
const TYPE: ItemType = { key, exposure, requiresExposure };

interface Waiting {
  readonly environment: string;
  readonly source: Source;
  readonly item: TelemetryItem;
}

/**
 * Records decisions that are exposures, in batches, so that decisions do not wait. This process records an id once as
 * long as it remembers it; the projection deduplicates the rest. Exposures that cannot be written wait, up to a bound;
 * further ones are dropped and counted.
 */
export class DecisionExposures {
  private readonly recent = new QuickLRU<string, true>({ maxSize: MAX_RECENT });
  private waiting: Waiting[] = [];
  private timer: NodeJS.Timeout | undefined;
  private flushing: Promise<void> = Promise.resolve();
  private stopped = false;

  constructor(
    private readonly parts: {
      readonly log: TelemetryLog;
      readonly digest: (subject: string) => string;
      readonly clock: Clock;
      readonly metrics: ServiceMetrics;
      readonly logger: Logger;
    },
  ) {}

  /** Never waits, never throws. */
  readonly take = ({ environment, decision, at, source }: DecidedExposure): void => {
    const { digest, metrics } = this.parts;
    const { experiment, phase, variant, dimensionValues } = decision;
    const subject = digest(decision.subject);
    const id = onDecideExposureId(experiment.id, phase, subject, at, source === 'client');
    if (this.recent.get(id)) return;
    if (this.waiting.length >= MAX_WAITING) {
      metrics.exposures.labels('dropped').inc();
      return;
    }
    this.recent.set(id, true);
    const unit = decision.unit === decision.subject ? subject : digest(decision.unit);
    const attribution = { experiment: experiment.id, phase, variant, subject, unit, counted: true, dimensionValues };
    // The hash covers the id alone, as in `isByItsId` of the event judge.
    const item = { id, type: TYPE, at, subject, attribution, hash: payloadHash(id), properties: undefined };
    this.waiting.push({ environment, source, item });
    this.timer ??= setTimeout(() => this.flushSoon(), FLUSH_EVERY_MS);
  };

  /** Writes the waiting exposures; those whose append fails are dropped. */
  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    this.flushSoon();
    await this.flushing;
  }

  private flushSoon(): void {
    this.timer = undefined;
    this.flushing = this.flushing.then(() => this.flush());
  }

  private async flush(): Promise<void> {
    const taken = this.waiting.splice(0);
    for (const batch of batchesOf(taken)) await this.write(batch);
    if (this.waiting.length > 0 && !this.stopped) this.timer ??= setTimeout(() => this.flushSoon(), FLUSH_EVERY_MS);
  }

  private async write(batch: readonly Waiting[]): Promise<void> {
    const { log, clock, metrics, logger } = this.parts;
    const [first] = batch;
    if (!first) return;
    const { environment, source } = first;
    const reception = { environment, receivedAt: clock.now().getTime(), corrected: 0, source };
    const event = batchEvent(
      batch.map(({ item }) => item),
      AUTHOR,
      reception,
    );
    try {
      await log.append(environment, [event], batch.length * ITEM_BYTES);
      metrics.exposures.labels('recorded').inc(batch.length);
    } catch (error) {
      const room = this.stopped ? 0 : Math.max(0, MAX_WAITING - this.waiting.length);
      this.waiting.unshift(...batch.slice(0, room));
      const dropped = Math.max(0, batch.length - room);
      if (dropped > 0) metrics.exposures.labels('dropped').inc(dropped);
      logger.warn({ err: error, dropped }, 'exposures on decision cannot be written; they wait, up to a bound');
    }
  }
}

/** At most MAX_BATCH of one environment and source each. */
function batchesOf(waiting: readonly Waiting[]): Waiting[][] {
  const batches = new Map<string, Waiting[][]>();
  for (const each of waiting) {
    const key = `${each.source} ${each.environment}`;
    const own = batches.get(key) ?? [];
    batches.set(key, own);
    const last = own.at(-1);
    if (last && last.length < MAX_BATCH) last.push(each);
    else own.push([each]);
  }
  return [...batches.values()].flat();
}
