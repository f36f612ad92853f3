import type { JsonObject, StoredEvent } from '../event-store/index.js';
import { ofTheEvent } from '../event-sourcing/event-fault.js';
import type { CommandMetadata } from '../event-sourcing/recorded-event.js';
import { asJson, metadataOf } from '../event-sourcing/recorded-event.js';
import { withoutSecrets } from '../event-sourcing/secret-fields.js';
import { auditedBy, type Entity, type States } from './audited-streams.js';
import { changesBetween, type Change } from './changes.js';

/** What the audit says of one event. */
export interface AuditEntry extends Pick<CommandMetadata, 'at' | 'by' | 'correlationId' | 'causationId'> {
  /** Place in the log, which orders the entries. */
  readonly position: string;
  readonly revision: number;
  readonly type: string;
  /** Null for what all environments share. */
  readonly environment: string | null;
  readonly entity: Entity;
  readonly summary: string;
  /** Without secrets. */
  readonly data: JsonObject;
  readonly changes: readonly Change[];
}

/**
 * The entry of an event; null if its stream is not audited.
 * @param seen the states before and after the event, of streams whose state is kept
 */
export function entryOf(stored: StoredEvent, seen: States | undefined): AuditEntry | null {
  const stream = auditedBy(stored.stream);
  if (!stream) return null;
  return ofTheEvent(() => {
    const { data, entity, environment, summary, states } = stream.read(stored, seen);
    const { at, by, correlationId, causationId } = metadataOf(stored);
    const { position, revision, type } = stored;
    const changes = changesBetween(states.before, states.after);
    return {
      ...{ position, revision, at, type, by, environment, entity, summary, correlationId, causationId },
      data: asJson(withoutSecrets(data)),
      changes,
    };
  });
}
