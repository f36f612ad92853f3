import type { JsonObject } from '../../event-store/index.js';
import { canonicalJson } from '../../primitives/canonical-json.js';
import type { FieldError } from '../../platform/problem.js';
import { parseTime } from '../../primitives/time.js';

/** Faults of the event's JSON, which the parser of bodies finds. */
const FAULTS = ['nul_character', 'invalid_unicode', 'number_out_of_range', 'number_not_exact', 'too_deep'] as const;

export type RejectionCode =
  | (typeof FAULTS)[number]
  | 'unknown_event_type'
  | 'archived_event_type'
  | 'invalid_properties'
  | 'invalid_decision'
  | 'subject_mismatch'
  | 'timestamp_in_future'
  | 'timestamp_too_old'
  | 'conflicting_duplicate'
  | 'invalid_event';

/** The answer to one event of a batch. */
export interface EventResult {
  readonly eventId: string | null;
  readonly status: 'accepted' | 'duplicate' | 'rejected';
  readonly code?: RejectionCode;
  readonly message?: string;
}

/** An event as sent, with its shape checked. */
export interface SentEvent {
  readonly eventId: string;
  readonly eventType: string;
  readonly decisionId: string | null;
  readonly subjectId: string;
  /** Epoch milliseconds by the sender's clock. */
  readonly time: number;
  /** Undefined if there are none. */
  readonly properties: JsonObject | undefined;
  /** The properties' canonical JSON. */
  readonly propertiesText: string;
}

export type SubjectPair = readonly [one: string, other: string];

/** The reason why an event is rejected. */
export class Rejected extends Error {
  constructor(
    readonly code: RejectionCode,
    message: string,
    /** For `subject_mismatch`: the two digests, which are not known to be linked. */
    readonly subjects?: SubjectPair,
  ) {
    super(message);
  }
}

const MAX_DECISION_ID = 1_000;
const MAX_PROPERTIES_BYTES = 16 * 1024;
const FIELDS = new Set(['eventId', 'eventType', 'decisionId', 'subjectId', 'timestamp', 'properties']);

const NO_PROPERTIES = { properties: undefined, propertiesText: '{}' };

/**
 * @param fault what in its JSON cannot be stored
 * @throws Rejected with the code of the fault, or `invalid_event`, `invalid_decision`, `invalid_properties`
 */
export function parseEvent(sent: unknown, fault?: FieldError): SentEvent {
  if (fault) throw rejectedFor(fault);
  if (sent === null || typeof sent !== 'object' || Array.isArray(sent)) throw invalid('an event is a JSON object');
  for (const name in sent) if (!FIELDS.has(name)) throw invalid(`an event has no field ${name.slice(0, 100)}`);
  const { eventId, eventType, decisionId, subjectId, timestamp, properties } = sent as Readonly<
    Record<string, unknown>
  >;
  return {
    eventId: text('eventId', eventId, 200),
    eventType: text('eventType', eventType, 100),
    decisionId: decisionIdOf(decisionId),
    subjectId: text('subjectId', subjectId, 1_000),
    time: timeOf(timestamp),
    ...propertiesOf(properties),
  };
}

/** The event's id for the answer, if it has a usable one. */
export function eventIdOf(sent: unknown): string | null {
  const id = sent !== null && typeof sent === 'object' ? (sent as Record<string, unknown>)['eventId'] : undefined;
  return typeof id === 'string' && id.isWellFormed() && !id.includes('\u0000') ? id.slice(0, 200) : null;
}

function text(name: string, value: unknown, max: number): string {
  if (typeof value !== 'string' || value.length === 0 || value.length > max) {
    throw invalid(`${name} must be a text of 1 to ${max} characters`);
  }
  return value;
}

/** A decision id of the wrong length, even an empty text, is an invalid one: it does not mean that there is none. */
function decisionIdOf(value: unknown): string | null {
  if (value === undefined || value === null) return null;
  if (typeof value !== 'string') throw invalid('decisionId must be a text');
  if (value.length > MAX_DECISION_ID) throw new Rejected('invalid_decision', 'the decisionId is not valid: too long');
  return value;
}

function timeOf(value: unknown): number {
  const time = parseTime(value);
  if (Number.isNaN(time)) throw invalid('timestamp must be an ISO 8601 time with a zone, such as 2026-01-31T12:00:00Z');
  return time;
}

function propertiesOf(value: unknown): Pick<SentEvent, 'properties' | 'propertiesText'> {
  if (value === undefined || value === null) return NO_PROPERTIES;
  if (typeof value !== 'object' || Array.isArray(value)) {
    throw new Rejected('invalid_properties', 'properties must be a JSON object');
  }
  const json = canonicalJson(value);
  if (json === '{}') return NO_PROPERTIES;
  // A character takes at most three bytes, so only long texts are measured.
  if (json.length * 3 > MAX_PROPERTIES_BYTES && Buffer.byteLength(json) > MAX_PROPERTIES_BYTES) {
    throw new Rejected('invalid_properties', `properties must be at most ${MAX_PROPERTIES_BYTES} bytes of JSON`);
  }
  return { properties: value as JsonObject, propertiesText: json };
}

function rejectedFor({ code, detail, pointer }: FieldError): Rejected {
  const known = FAULTS.find((each) => each === code) ?? 'invalid_event';
  return new Rejected(known, `${pointer.replace(/^\/events\/\d+/, '') || 'the event'}: ${detail}`);
}

const invalid = (message: string): Rejected => new Rejected('invalid_event', message);
