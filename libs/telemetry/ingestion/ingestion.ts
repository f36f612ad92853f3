import { MAX_APPEND_BYTES, type Position } from '../../event-store/index.js';
import type { Author } from '../../event-sourcing/author.js';
import { unavailable, type FieldError } from '../../platform/problem.js';
import type { ProjectedIds } from '../read-model/telemetry-ids.js';
import { batchEvent, type Reception } from '../batch-event.js';
import type { TelemetryItem } from '../telemetry.js';
import type { CountedProperties } from '../counted-properties.js';
import type { TypeActivity } from '../activity/type-activity.js';
import type { CatalogueEntry, EventTypeCatalogue } from './event-type-catalogue.js';
import type { EventJudge, Judged } from './event-judge.js';
import {
  eventIdOf,
  eventTypeIn,
  parseEvent,
  Rejected,
  type EventResult,
  type SentEvent,
  type SubjectPair,
} from './parse-event.js';
import { notNumbers } from './not-numbers.js';
import { shownPointer } from './shown-pointer.js';
import type { RecentIds } from './recent-ids.js';
import type { Linked, SubjectLinks } from './subject-links.js';
import type { TelemetryLog } from './telemetry-log.js';

const MAX_PART_BYTES = MAX_APPEND_BYTES * 0.9;
const ENVELOPE_BYTES = 1_000;

export interface IngestionAnswer {
  readonly accepted: number;
  readonly duplicates: number;
  readonly rejected: number;
  readonly results: readonly EventResult[];
  readonly position: Position | undefined;
}

/** The events of a batch, and by their index the faults that their JSON has. */
export interface SentBatch {
  readonly events: readonly unknown[];
  readonly faults: ReadonlyMap<number, FieldError>;
}

/** An event that is rejected, and the JSON pointer to what is wrong with it. */
interface RejectedEvent {
  readonly result: EventResult;
  readonly pointer: string;
  readonly subjects?: SubjectPair;
}

type Verdict = Judged | RejectedEvent;

/** Verdicts that the event type's stream might overturn, because memory may lag it. */
const DOUBTFUL: readonly unknown[] = ['unknown_event_type', 'archived_event_type', 'invalid_properties'];
const NEVER: Linked = () => false;

/** Ingests telemetry: judges each event, appends the new ones as one stored event, and answers once that is durable. */
export class Ingestion {
  constructor(
    private readonly parts: {
      readonly catalogue: EventTypeCatalogue;
      readonly judge: EventJudge;
      readonly links: SubjectLinks;
      readonly recent: RecentIds;
      readonly projected: ProjectedIds;
      readonly log: TelemetryLog;
      readonly counted: CountedProperties;
      readonly activity: Pick<TypeActivity, 'accepted' | 'rejected'>;
    },
  ) {}

  /** @throws Problem 503 if it is not known to be durable */
  async ingest(sent: SentBatch, by: Author, reception: Reception): Promise<IngestionAnswer> {
    if (this.parts.recent.full) {
      throw unavailable('overloaded', 'the projection is far behind; send the same batch again later');
    }
    await this.parts.catalogue.current();
    const verdicts = await this.judge(sent, reception);
    for (;;) {
      const hashes = await this.durableHashes(verdicts, reception.environment);
      // No await from here to the claim: of two requests with the same id, one must see the other's claim.
      const fresh: Judged[] = [];
      const underWay: Promise<boolean>[] = [];
      const results = verdicts.map((verdict) => this.resultOf(verdict, hashes, fresh, underWay, reception));
      if (underWay.length > 0) {
        await Promise.all(underWay);
        continue;
      }
      const position = fresh.length > 0 ? await this.append(fresh, by, reception) : undefined;
      this.noteActivity(sent, verdicts, results, reception);
      return { ...countsOf(results), results, position };
    }
  }

  private async judge({ events, faults }: SentBatch, reception: Reception): Promise<Verdict[]> {
    const { catalogue, links } = this.parts;
    const parsed = events.map((event, index) => parsedOf(event, faults.get(index)));
    const first = parsed.map((event) =>
      'eventType' in event ? this.verdictOn(event, catalogue.get(event.eventType), reception, NEVER) : event,
    );
    const isDoubtful = (verdict: Verdict): boolean => 'result' in verdict && DOUBTFUL.includes(verdict.result.code);
    const types = await catalogue.load(keysOf(parsed, (index) => isDoubtful(entry(first, index))));
    const typeOf = ({ eventType }: SentEvent): CatalogueEntry | undefined =>
      types.get(eventType) ?? catalogue.get(eventType);
    const second = first.map((verdict, index) => {
      const event = entry(parsed, index);
      if (!('eventType' in event) || !isDoubtful(verdict)) return verdict;
      return this.verdictOn(event, types.get(event.eventType), reception, NEVER);
    });
    const pairs = second.flatMap((verdict) => ('result' in verdict && verdict.subjects ? [verdict.subjects] : []));
    if (pairs.length === 0) return second;
    const linked = await links.linkedAmong(reception.environment, pairs);
    return second.map((verdict, index) => {
      const event = entry(parsed, index);
      if (!('eventType' in event) || !('result' in verdict) || !verdict.subjects) return verdict;
      return this.verdictOn(event, typeOf(event), reception, linked);
    });
  }

  private verdictOn(event: SentEvent, type: CatalogueEntry | undefined, reception: Reception, linked: Linked): Verdict {
    try {
      return this.parts.judge.judge(event, type, reception, linked);
    } catch (error) {
      return rejection(event.eventId, error);
    }
  }

  /** Payload hashes of durable ids: from recent appends, else from the projection. */
  private async durableHashes(verdicts: readonly Verdict[], environment: string): Promise<Map<string, string>> {
    const hashes = new Map<string, string>();
    const others = new Set<string>();
    for (const verdict of verdicts) {
      if (!('item' in verdict)) continue;
      const { id } = verdict.item;
      const recent = this.parts.recent.get(environment, id);
      if (recent && (await recent.append.durable)) hashes.set(id, recent.hash);
      else others.add(id);
    }
    for (const [id, hash] of await this.parts.projected.find(environment, [...others])) hashes.set(id, hash);
    return hashes;
  }

  private resultOf(
    verdict: Verdict,
    hashes: Map<string, string>,
    fresh: Judged[],
    underWay: Promise<boolean>[],
    { environment }: Reception,
  ): EventResult {
    if ('result' in verdict) return verdict.result;
    const { item } = verdict;
    const hash = hashes.get(item.id);
    if (hash === undefined) {
      const recent = this.parts.recent.get(environment, item.id);
      if (recent) underWay.push(recent.append.durable);
      hashes.set(item.id, item.hash);
      fresh.push(verdict);
      const warnings = notNumbers(item.properties, this.parts.counted.of(item.type.key));
      return { eventId: item.id, status: 'accepted', ...(warnings.length > 0 && { warnings }) };
    }
    if (hash === item.hash) return { eventId: item.id, status: 'duplicate' };
    const message = 'another event was accepted under this eventId';
    return { eventId: item.id, status: 'rejected', code: 'conflicting_duplicate', message };
  }

  /** Hot path: of an accepted event, this increments a number. */
  private noteActivity(
    { events }: SentBatch,
    verdicts: readonly Verdict[],
    results: readonly EventResult[],
    { environment, receivedAt }: Reception,
  ): void {
    const { activity, catalogue } = this.parts;
    for (let index = 0; index < results.length; index += 1) {
      const { status, code } = entry(results, index);
      const verdict = entry(verdicts, index);
      if (status === 'accepted' && 'item' in verdict) activity.accepted(environment, verdict.item.type.key, receivedAt);
      if (code === undefined) continue;
      const eventType = eventTypeIn(events[index]);
      if (eventType === undefined) continue;
      const type = catalogue.get(eventType);
      const pointer = shownPointer('pointer' in verdict ? verdict.pointer : '/eventId', type?.names);
      activity.rejected(environment, eventType, { at: receivedAt, code, pointer, isKnown: type !== undefined });
    }
  }

  private async append(fresh: readonly Judged[], by: Author, reception: Reception): Promise<Position> {
    const { environment } = reception;
    const settle = this.parts.recent.claim(
      environment,
      fresh.map(({ item }) => item),
    );
    let position: Position | undefined;
    try {
      const parts = split(fresh);
      const events = parts.map(({ items }) => batchEvent(items, by, reception));
      const bytes = parts.reduce((sum, part) => sum + part.bytes, 0);
      position = await this.parts.log.append(environment, events, bytes);
      return position;
    } finally {
      settle(position);
    }
  }
}

interface BatchPart {
  readonly items: TelemetryItem[];
  bytes: number;
}

/** One stored event per batch, or several if one would be too large for the store. */
function split(fresh: readonly Judged[]): BatchPart[] {
  const parts: BatchPart[] = [];
  for (const { item, bytes } of fresh) {
    const last = parts.at(-1);
    if (last && last.bytes + bytes <= MAX_PART_BYTES) {
      last.items.push(item);
      last.bytes += bytes;
    } else parts.push({ items: [item], bytes: ENVELOPE_BYTES + bytes });
  }
  return parts;
}

/** Keys of the event types of the picked events; `picked` gets the event's index. */
function keysOf(parsed: readonly (SentEvent | RejectedEvent)[], picked: (index: number) => boolean): string[] {
  return parsed.flatMap((event, index) => ('eventType' in event && picked(index) ? [event.eventType] : []));
}

function entry<T>(list: readonly T[], index: number): T {
  const found = list[index];
  if (found === undefined) throw new RangeError('the verdicts do not match the events');
  return found;
}

function parsedOf(event: unknown, fault: FieldError | undefined): SentEvent | RejectedEvent {
  try {
    return parseEvent(event, fault);
  } catch (error) {
    return rejection(eventIdOf(event), error);
  }
}

function countsOf(results: readonly EventResult[]): Pick<IngestionAnswer, 'accepted' | 'duplicates' | 'rejected'> {
  const counts = { accepted: 0, duplicate: 0, rejected: 0 };
  for (const { status } of results) counts[status] += 1;
  return { accepted: counts.accepted, duplicates: counts.duplicate, rejected: counts.rejected };
}

function rejection(eventId: string | null, error: unknown): RejectedEvent {
  if (!(error instanceof Rejected)) throw error;
  const { code, message, pointer, subjects } = error;
  return { result: { eventId, status: 'rejected', code, message }, pointer, ...(subjects && { subjects }) };
}
