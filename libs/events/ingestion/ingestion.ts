import type { DecisionSigner } from '../../decisions/index.js';
import { MAX_APPEND_BYTES, type NewEvent, type Position } from '../../event-store/index.js';
import type { Author } from '../../platform/author.js';
import { newId } from '../../platform/ids.js';
import { unavailable } from '../../platform/problem.js';
import { asJson } from '../../platform/recorded-event.js';
import type { EventType } from '../event-type.js';
import type { ProjectedIds } from '../read-model/telemetry-ids.js';
import { TELEMETRY_RECORDED, telemetryCodec, type TelemetryItem } from '../telemetry.js';
import type { EventTypeCatalogue } from './event-type-catalogue.js';
import { eventIdOf, parseEvent, payloadHash, Rejected, type EventResult, type SentEvent } from './parse-event.js';
import type { RecentIds } from './recent-ids.js';
import type { TelemetryLog } from './telemetry-log.js';

/** How long events may be late: what they say and what duplicates are known for. */
export const RETENTION_MS = 30 * 24 * 60 * 60 * 1000;
const FUTURE_SLACK_MS = 5 * 60 * 1000;

export interface IngestionAnswer {
  readonly accepted: number;
  readonly duplicates: number;
  readonly rejected: number;
  readonly results: readonly EventResult[];
  readonly position: Position | undefined;
}

type Verdict = { readonly item: TelemetryItem } | { readonly result: EventResult };

/** Takes telemetry in: judges each event, appends what is new as one stored event, answers once that is durable. */
export class Ingestion {
  constructor(
    private readonly parts: {
      readonly catalogue: EventTypeCatalogue;
      readonly signer: DecisionSigner;
      readonly digest: (subject: string) => string;
      readonly recent: RecentIds;
      readonly projected: ProjectedIds;
      readonly log: TelemetryLog;
    },
  ) {}

  /** @throws Problem 503 when it cannot be known to be durable */
  async ingest(
    sent: readonly unknown[],
    request: { readonly by: Author; readonly environment: string; readonly receivedAt: Date },
  ): Promise<IngestionAnswer> {
    if (this.parts.recent.full) {
      throw unavailable('overloaded', 'the projection is far behind; send the same batch again later');
    }
    const verdicts = await this.judge(sent, request);
    for (;;) {
      const known = await this.knownHashes(verdicts);
      // No await from here to the claim: two requests with the same id must see each other.
      const fresh: TelemetryItem[] = [];
      const underWay: Promise<boolean>[] = [];
      const results = verdicts.map((verdict) => this.resultOf(verdict, known, fresh, underWay));
      if (underWay.length > 0) {
        await Promise.all(underWay);
        continue;
      }
      const position = fresh.length > 0 ? await this.append(fresh, request) : undefined;
      const count = (status: EventResult['status']): number =>
        results.filter((result) => result.status === status).length;
      return {
        accepted: count('accepted'),
        duplicates: count('duplicate'),
        rejected: count('rejected'),
        results,
        position,
      };
    }
  }

  private async judge(
    sent: readonly unknown[],
    request: { readonly environment: string; readonly receivedAt: Date },
  ): Promise<Verdict[]> {
    const parsed = sent.map((event): SentEvent | EventResult => {
      try {
        return parseEvent(event);
      } catch (error) {
        return rejection(eventIdOf(event), error);
      }
    });
    const types = await this.parts.catalogue.find(
      parsed.flatMap((event) => ('eventType' in event ? [event.eventType] : [])),
    );
    return parsed.map((event) => {
      if (!('eventType' in event)) return { result: event };
      try {
        return { item: this.toItem(event, types.get(event.eventType), request) };
      } catch (error) {
        return { result: rejection(event.eventId, error) };
      }
    });
  }

  private toItem(
    event: SentEvent,
    type: EventType | null | undefined,
    { environment, receivedAt }: { readonly environment: string; readonly receivedAt: Date },
  ): TelemetryItem {
    if (!type) throw new Rejected('unknown_event_type', `there is no event type ${event.eventType}`);
    if (type.archived) throw new Rejected('archived_event_type', `the event type ${event.eventType} is archived`);
    const age = receivedAt.getTime() - event.time;
    if (age < -FUTURE_SLACK_MS) throw new Rejected('timestamp_in_future', 'the timestamp is more than 5 minutes ahead');
    if (age > RETENTION_MS) throw new Rejected('timestamp_too_old', 'the timestamp is more than 30 days old');
    if (event.decisionId === null) throw new Rejected('invalid_decision', 'the event names no decisionId');
    const verified = this.parts.signer.verify(event.decisionId, receivedAt.getTime());
    if (!verified.ok) throw new Rejected('invalid_decision', `the decisionId is not valid: ${verified.reason}`);
    const { claims } = verified;
    if (claims.environment !== environment) {
      throw new Rejected('invalid_decision', 'the decisionId is of another environment');
    }
    if (claims.subject !== this.parts.digest(event.subjectId)) {
      throw new Rejected('subject_mismatch', 'the decision was made for another subject');
    }
    return {
      id: event.eventId,
      type: type.key,
      exposure: type.exposure,
      subject: claims.subject,
      at: new Date(event.time).toISOString(),
      experiment: claims.experimentId,
      phase: claims.phase,
      variant: claims.variant,
      counted: claims.counted,
      hash: payloadHash(event, claims),
      ...(event.properties && { properties: event.properties }),
    };
  }

  /** Hashes of ids that are durable: what was appended here lately, then what the projection knows. */
  private async knownHashes(verdicts: readonly Verdict[]): Promise<Map<string, string>> {
    const ids = verdicts.flatMap((verdict) => ('item' in verdict ? [verdict.item.id] : []));
    const known = new Map<string, string>();
    const asked: string[] = [];
    for (const id of new Set(ids)) {
      const recent = this.parts.recent.get(id);
      if (recent === undefined) asked.push(id);
      else if (await recent.durable) known.set(id, recent.hash);
      else asked.push(id);
    }
    for (const [id, hash] of await this.parts.projected.find(asked)) known.set(id, hash);
    return known;
  }

  private resultOf(
    verdict: Verdict,
    known: Map<string, string>,
    fresh: TelemetryItem[],
    underWay: Promise<boolean>[],
  ): EventResult {
    if ('result' in verdict) return verdict.result;
    const { item } = verdict;
    const hash = known.get(item.id);
    if (hash === undefined) {
      const recent = this.parts.recent.get(item.id);
      if (recent) underWay.push(recent.durable);
      known.set(item.id, item.hash);
      fresh.push(item);
      return { eventId: item.id, status: 'accepted' };
    }
    if (hash === item.hash) return { eventId: item.id, status: 'duplicate' };
    const message = 'another event was accepted under this eventId';
    return { eventId: item.id, status: 'rejected', code: 'conflicting_duplicate', message };
  }

  private async append(
    items: readonly TelemetryItem[],
    { by, environment, receivedAt }: { readonly by: Author; readonly environment: string; readonly receivedAt: Date },
  ): Promise<Position> {
    const settle = this.parts.recent.claim(items);
    let position: Position | undefined;
    try {
      const batches = split(items).map((part) => storedBatch(part, by, environment, receivedAt));
      const bytes = batches.reduce((sum, batch) => sum + batch.bytes, 0);
      position = await this.parts.log.append(
        environment,
        batches.map((batch) => batch.event),
        bytes,
      );
      return position;
    } finally {
      settle(position);
    }
  }
}

interface BatchPart {
  readonly items: readonly TelemetryItem[];
  /** Length of the items as JSON. */
  readonly bytes: number;
}

function storedBatch({ items, bytes }: BatchPart, by: Author, environment: string, receivedAt: Date) {
  const id = newId();
  const at = receivedAt.toISOString();
  const metadata = { by, at, environment, commandId: id, correlationId: id, causationId: id };
  const event: NewEvent = {
    id,
    ...telemetryCodec.encode(TELEMETRY_RECORDED, { receivedAt: at, items }, asJson(metadata)),
  };
  // The items were measured already; what is around them is a few hundred bytes.
  const around = Buffer.byteLength(JSON.stringify({ ...event, data: { receivedAt: at, items: [] } }));
  return { event, bytes: around + bytes };
}

/** One stored event per batch; only one whose digests outgrow the request's limit becomes two. */
function split(items: readonly TelemetryItem[]): BatchPart[] {
  const bytes = Buffer.byteLength(JSON.stringify(items));
  if (bytes < MAX_APPEND_BYTES * 0.9 || items.length === 1) return [{ items, bytes }];
  const middle = Math.ceil(items.length / 2);
  return [...split(items.slice(0, middle)), ...split(items.slice(middle))];
}

function rejection(eventId: string | null, error: unknown): EventResult {
  if (!(error instanceof Rejected)) throw error;
  return { eventId, status: 'rejected', code: error.code, message: error.message };
}
