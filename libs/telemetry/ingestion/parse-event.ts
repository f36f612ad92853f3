import type { JsonObject } from '../../event-store/index.js';
import { canonicalJson } from '../../primitives/canonical-json.js';
import { KEY_PATTERN } from '../../primitives/key.js';
import type { FieldError } from '../../platform/problem.js';
import { compiledCheck } from '../../platform/http/compiled-input.js';
import { parseTime, TIME_MESSAGE } from '../../primitives/time.js';
import { SentEventSchema } from './event-schema.js';
import type { EventWarning } from './not-numbers.js';

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
  /** Of an accepted event; absent if there are none. */
  readonly warnings?: readonly EventWarning[];
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
    /** JSON pointer into the event. */
    readonly pointer: string,
    message: string,
    /** For `subject_mismatch`: the two digests, which are not known to be linked. */
    readonly subjects?: SubjectPair,
  ) {
    super(message);
  }
}

const MAX_PROPERTIES_BYTES = 16 * 1024;
const event = compiledCheck(SentEventSchema);

const NO_PROPERTIES = { properties: undefined, propertiesText: '{}' };

/**
 * @param fault what in its JSON cannot be stored
 * @throws Rejected with the code of the fault, or `invalid_event`, `invalid_decision`, `invalid_properties`
 */
export function parseEvent(sent: unknown, fault?: FieldError): SentEvent {
  if (fault) throw rejectedFor(fault);
  if (!event.accepts(sent)) throw rejectedFor(event.fault());
  const { eventId, eventType, decisionId, subjectId, timestamp, properties } = sent;
  return {
    eventId,
    eventType,
    // Even an empty text is an invalid decision id: it does not mean that there is none.
    decisionId: decisionId ?? null,
    subjectId,
    time: timeOf(timestamp),
    ...propertiesOf(properties),
  };
}

/** The event's id for the answer, if it has a usable one. */
export function eventIdOf(sent: unknown): string | null {
  const id = sent !== null && typeof sent === 'object' ? (sent as Record<string, unknown>)['eventId'] : undefined;
  return typeof id === 'string' && id.isWellFormed() && !id.includes('\u0000') ? id.slice(0, 200) : null;
}

/** The key of the event's type, if it has a well-formed one. */
export function eventTypeIn(sent: unknown): string | undefined {
  const key = sent !== null && typeof sent === 'object' && 'eventType' in sent ? sent.eventType : undefined;
  return typeof key === 'string' && KEY_PATTERN.test(key) ? key : undefined;
}

function timeOf(timestamp: string): number {
  const time = parseTime(timestamp);
  if (Number.isNaN(time)) throw new Rejected('invalid_event', '/timestamp', `timestamp ${TIME_MESSAGE}`);
  return time;
}

function propertiesOf(properties: JsonObject | null | undefined): Pick<SentEvent, 'properties' | 'propertiesText'> {
  if (properties === undefined || properties === null) return NO_PROPERTIES;
  const json = canonicalJson(properties);
  if (json === '{}') return NO_PROPERTIES;
  // A character takes at most three bytes, so only long texts are measured.
  if (json.length * 3 > MAX_PROPERTIES_BYTES && Buffer.byteLength(json) > MAX_PROPERTIES_BYTES) {
    const message = `properties must be at most ${MAX_PROPERTIES_BYTES} bytes of JSON`;
    throw new Rejected('invalid_properties', '/properties', message);
  }
  return { properties, propertiesText: json };
}

function rejectedFor({ code, detail, pointer }: FieldError): Rejected {
  const at = pointer.replace(/^\/events\/\d+/, '');
  return new Rejected(codeOf(code, at), at, `${at || 'the event'}: ${detail}`);
}

function codeOf(fault: string, at: string): RejectionCode {
  const known = FAULTS.find((each) => each === fault);
  if (known) return known;
  if (at === '/properties') return 'invalid_properties';
  return at === '/decisionId' && fault === 'too_long' ? 'invalid_decision' : 'invalid_event';
}
