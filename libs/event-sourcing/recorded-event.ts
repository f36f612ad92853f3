import type { JsonObject, StoredEvent } from '../event-store/index.js';
import type { Author } from './author.js';
import type { Facts } from './decider.js';

/** Metadata of every event of a command. */
export interface CommandMetadata extends Facts {
  readonly v: number;
  readonly commandId: string;
  readonly correlationId: string;
  readonly causationId: string;
  readonly environment?: string;
}

/** Author, time and cause of any event, with defaults for events that no command wrote. */
export function metadataOf(event: StoredEvent): CommandMetadata {
  const metadata = event.metadata as unknown as Partial<CommandMetadata>;
  const unknownAuthor: Author = { kind: 'system', id: 'unknown', name: 'unknown' };
  return {
    v: metadata.v ?? 1,
    by: metadata.by ?? unknownAuthor,
    at: metadata.at ?? event.recordedAt,
    commandId: metadata.commandId ?? event.id,
    correlationId: metadata.correlationId ?? event.id,
    causationId: metadata.causationId ?? event.id,
    ...(metadata.environment !== undefined && { environment: metadata.environment }),
  };
}

/** Typed data as JSON: domain events contain only JSON values. */
export const asJson = (data: unknown): JsonObject => data as JsonObject;
