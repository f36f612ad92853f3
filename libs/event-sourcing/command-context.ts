import type { Actor } from './author.js';
import { newId } from '../platform/ids.js';

/** Who asks for what, when, and how to know the same request again. */
export interface CommandContext {
  readonly actor: Actor;
  readonly environment: string;
  /** Time of the command, ISO 8601 UTC. */
  readonly at: string;
  /** The same on every retry of the same request; events carry it. */
  readonly commandId: string;
  readonly correlationId: string;
  readonly causationId: string;
  /** Present when the caller sent an Idempotency-Key: hash of method, path and body. */
  readonly requestHash?: string;
  /** Revision that the caller believes in (If-Match). */
  readonly ifMatch?: number;
}

/** A context for what the system does by itself. */
export function systemContext(
  rule: string,
  at: Date,
  ids: { readonly commandId?: string; readonly correlationId?: string; readonly causationId?: string } = {},
  environment = 'production',
): CommandContext {
  const commandId = ids.commandId ?? newId();
  return {
    actor: { kind: 'system', id: 'system', name: rule, role: null, scopes: [] },
    environment,
    at: at.toISOString(),
    commandId,
    correlationId: ids.correlationId ?? commandId,
    causationId: ids.causationId ?? commandId,
  };
}
