import { randomUUID } from 'node:crypto';
import QuickLRU from 'quick-lru';
import { onDecideExposureId, type Digest } from '../../../libs/decision-ids/index.js';
import type { IdentifiedDecision } from '../../../libs/evaluation/index.js';
import type { TelemetryQueue } from './telemetry-queue.js';

const EXPOSURE_TYPE = 'assay.exposure';
const KNOWN_EXPOSURES = 50_000;

/** Turns what happens into events: exposures, and what the product tracks. */
export class Reporter {
  private readonly exposed = new QuickLRU<string, true>({ maxSize: KNOWN_EXPOSURES });

  constructor(
    private readonly queue: TelemetryQueue,
    private readonly digest: Digest,
  ) {}

  /** Once in ten minutes for each subject of an experiment: more would be duplicates. */
  expose(decision: IdentifiedDecision, decisionId: string, now: number): void {
    const { experiment, phase, subject } = decision;
    const eventId = onDecideExposureId(experiment.id, phase, this.digest(subject), now);
    if (this.exposed.get(eventId)) return;
    const timestamp = new Date(now).toISOString();
    if (this.queue.add({ eventId, eventType: EXPOSURE_TYPE, decisionId, subjectId: subject, timestamp })) {
      this.exposed.set(eventId, true);
    }
  }

  /** An event of type `name` about the context's targeting key; without one it is about nobody, and dropped. */
  track(name: string, targetingKey: unknown, details: object, now: number): void {
    if (typeof targetingKey !== 'string' || targetingKey === '') {
      this.queue.drop(`${name} was tracked without a targeting key`);
      return;
    }
    const timestamp = new Date(now).toISOString();
    this.queue.add({
      eventId: randomUUID(),
      eventType: name,
      subjectId: targetingKey,
      timestamp,
      properties: details,
    });
  }
}
