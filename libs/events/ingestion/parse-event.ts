import { hash } from 'node:crypto';
import type { JsonObject } from '../../event-store/index.js';
import type { DecisionClaims } from '../../decisions/index.js';
import { canonicalJson } from '../../platform/canonical-json.js';

export type RejectionCode =
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

/** An event as it was sent, its shape checked. */
export interface SentEvent {
  readonly eventId: string;
  readonly eventType: string;
  readonly decisionId: string | null;
  readonly subjectId: string;
  readonly time: number;
  readonly properties: JsonObject | undefined;
}

/** Why an event is not taken. */
export class Rejected extends Error {
  constructor(
    readonly code: RejectionCode,
    message: string,
  ) {
    super(message);
  }
}

const MAX_PROPERTIES_BYTES = 16 * 1024;
const FIELDS = new Set(['eventId', 'eventType', 'decisionId', 'subjectId', 'timestamp', 'properties']);
const TIMESTAMP = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/;

/** @throws Rejected `invalid_event` or `invalid_properties` */
export function parseEvent(sent: unknown): SentEvent {
  if (sent === null || typeof sent !== 'object' || Array.isArray(sent)) throw invalid('an event is a JSON object');
  const event = sent as Record<string, unknown>;
  const unknown = Object.keys(event).find((name) => !FIELDS.has(name));
  if (unknown !== undefined) throw invalid(`an event has no field ${unknown.slice(0, 100)}`);
  return {
    eventId: text(event, 'eventId', 200),
    eventType: text(event, 'eventType', 100),
    decisionId:
      event['decisionId'] === undefined || event['decisionId'] === null ? null : text(event, 'decisionId', 1_000),
    subjectId: text(event, 'subjectId', 1_000),
    time: timeOf(event['timestamp']),
    properties: propertiesOf(event['properties']),
  };
}

/** The event's id where it has a usable one: every answer names it. */
export function eventIdOf(sent: unknown): string | null {
  const id = sent !== null && typeof sent === 'object' ? (sent as Record<string, unknown>)['eventId'] : undefined;
  return typeof id === 'string' ? id.slice(0, 200) : null;
}

/** Tells a repeated event from another one: any decision id of the same experiment, variant and subject will do. */
export function payloadHash(event: SentEvent, claims: DecisionClaims): string {
  const { experimentId, variant, subject } = claims;
  const { eventType, time, properties } = event;
  const payload = canonicalJson([eventType, time, experimentId, variant, subject, properties ?? {}]);
  return hash('sha256', payload, 'base64url').slice(0, 22);
}

function text(event: Record<string, unknown>, name: string, max: number): string {
  const value = event[name];
  if (typeof value !== 'string' || value.length === 0 || value.length > max) {
    throw invalid(`${name} must be a text of 1 to ${max} characters`);
  }
  return value;
}

function timeOf(value: unknown): number {
  const time = typeof value === 'string' && TIMESTAMP.test(value) ? Date.parse(value) : Number.NaN;
  if (Number.isNaN(time)) throw invalid('timestamp must be an ISO 8601 time with a zone, such as 2026-01-31T12:00:00Z');
  return time;
}

function propertiesOf(value: unknown): JsonObject | undefined {
  if (value === undefined) return undefined;
  if (value === null || typeof value !== 'object' || Array.isArray(value)) {
    throw new Rejected('invalid_properties', 'properties must be a JSON object');
  }
  if (Object.keys(value).length === 0) return undefined;
  if (Buffer.byteLength(JSON.stringify(value)) > MAX_PROPERTIES_BYTES) {
    throw new Rejected('invalid_properties', `properties must be at most ${MAX_PROPERTIES_BYTES} bytes of JSON`);
  }
  return value as JsonObject;
}

const invalid = (message: string): Rejected => new Rejected('invalid_event', message);
