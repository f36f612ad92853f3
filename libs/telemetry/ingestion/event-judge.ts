import QuickLRU from 'quick-lru';
import { ON_DECIDE_PREFIX, DECISION_ID_LIFETIME_MS, type DecisionSigner } from '../../decision-ids/index.js';
import { canonicalJson } from '../../primitives/canonical-json.js';
import type { Reception } from '../batch-event.js';
import { DECISION_EXPOSURE } from '../event-type.js';
import { payloadHash } from '../payload-hash.js';
import type { Attribution, TelemetryItem } from '../telemetry.js';
import type { CatalogueEntry } from './event-type-catalogue.js';
import { Rejected, type SentEvent } from './parse-event.js';
import type { Linked } from './subject-links.js';

/** How late an event may be. */
export const RETENTION_MS = 30 * 24 * 60 * 60 * 1000;
const FUTURE_SLACK_MS = 5 * 60 * 1000;
const MAX_DECISIONS = 10_000;
// Upper bound of a stored item without its id and properties, with the row of its arm.
const AROUND_BYTES = 400;
const SHORT = 200;

/** An event that may be stored, and an upper estimate of its stored size. */
export interface Judged {
  readonly item: TelemetryItem;
  readonly bytes: number;
}

interface VerifiedDecision {
  readonly environment: string;
  readonly attribution: Attribution;
  readonly issuedAt: number;
}

/** Judges single events against the catalogue, the signature of their decision and the clock. */
export class EventJudge {
  // Each verification costs an HMAC, and a subject's events come close together.
  private readonly decisions = new QuickLRU<string, VerifiedDecision>({ maxSize: MAX_DECISIONS });

  constructor(
    private readonly signer: DecisionSigner,
    private readonly digest: (subject: string) => string,
  ) {}

  /** The digest of a subject. */
  digestOf(subject: string): string {
    return this.digest(subject);
  }

  /**
   * The event in its stored form. `linked` decides whether a decision for another subject is acceptable.
   * @throws Rejected
   */
  judge(event: SentEvent, type: CatalogueEntry | undefined, reception: Reception, linked: Linked): Judged {
    if (!type) throw new Rejected('unknown_event_type', '/eventType', `there is no event type ${event.eventType}`);
    if (type.archived)
      throw new Rejected('archived_event_type', '/eventType', `the event type ${event.eventType} is archived`);
    const at = event.time - reception.corrected;
    const age = reception.receivedAt - at;
    if (reception.source === 'client' && event.eventId.startsWith(ON_DECIDE_PREFIX)) {
      const message = `/eventId: ids that begin with ${ON_DECIDE_PREFIX} are those of servers`;
      throw new Rejected('invalid_event', '/eventId', message);
    }
    if (age < -FUTURE_SLACK_MS)
      throw new Rejected('timestamp_in_future', '/timestamp', 'the timestamp is more than 5 minutes ahead');
    if (age > RETENTION_MS)
      throw new Rejected('timestamp_too_old', '/timestamp', 'the timestamp is more than 30 days old');
    const attribution = this.attributionOf(event, type, reception);
    const subject = this.digestOf(event.subjectId);
    if (attribution && attribution.subject !== subject && !linked(attribution.subject, subject)) {
      const pair = [attribution.subject, subject] as const;
      throw new Rejected('subject_mismatch', '/subjectId', 'the decision was made for another subject', pair);
    }
    const properties = validated(event, type);
    const about = attribution ? `${attribution.experiment} ${attribution.variant} ${attribution.unit}` : '';
    // The payload identifies a repeated event. It has no personal properties, and the time as sent, because the
    // correction of a repeated batch may differ a little.
    const text = properties === event.properties ? event.propertiesText : canonicalJson(properties ?? {});
    const payload = isByItsId(event)
      ? event.eventId
      : `${type.item.key}\n${event.time}\n${about}\n${attribution?.subject ?? subject}\n${text}`;
    const item = {
      id: event.eventId,
      type: type.item,
      at,
      subject: attribution?.subject ?? subject,
      attribution,
      hash: payloadHash(payload),
      properties,
    };
    return { item, bytes: AROUND_BYTES + 3 * event.eventId.length + bytesOf(text) };
  }

  private attributionOf(event: SentEvent, type: CatalogueEntry, reception: Reception): Attribution | null {
    if (event.decisionId === null) {
      if (type.item.exposure) throw new Rejected('invalid_decision', '/decisionId', 'an exposure needs its decisionId');
      return null;
    }
    const decision = this.decisionOf(event.decisionId, reception.receivedAt);
    if (decision.environment !== reception.environment) {
      throw new Rejected('invalid_decision', '/decisionId', 'the decisionId is of another environment');
    }
    return decision.attribution;
  }

  private decisionOf(token: string, now: number): VerifiedDecision {
    const cached = this.decisions.get(token);
    if (cached && now - cached.issuedAt <= DECISION_ID_LIFETIME_MS) return cached;
    const verified = this.signer.verify(token, now);
    if (!verified.ok)
      throw new Rejected('invalid_decision', '/decisionId', `the decisionId is not valid: ${verified.reason}`);
    const { environment, experimentId: experiment, issuedAt, ...claims } = verified.claims;
    const attribution = { experiment, ...claims };
    const decision = { environment, attribution, issuedAt };
    this.decisions.set(token, decision);
    return decision;
  }
}

/** True for an exposure on decision: two with the same id are equal, whatever their other fields. */
const isByItsId = ({ eventType, eventId }: SentEvent): boolean =>
  eventType === DECISION_EXPOSURE.key && eventId.startsWith(ON_DECIDE_PREFIX);

function validated(event: SentEvent, type: CatalogueEntry): SentEvent['properties'] {
  if (!type.validate) return event.properties;
  const result = type.validate(event.properties);
  if (result.ok) return result.properties;
  throw new Rejected(
    'invalid_properties',
    `/properties${result.pointer}`,
    `properties${result.pointer}: ${result.message}`,
  );
}

/** Upper bound of a text's bytes: three per character, or measured if the text is long. */
const bytesOf = (text: string): number => (text.length <= SHORT ? 3 * text.length : Buffer.byteLength(text));
