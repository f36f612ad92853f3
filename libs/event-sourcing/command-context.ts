import { DEFAULT_ENVIRONMENT, type Actor, type Author } from './author.js';
import { newId } from '../platform/ids.js';

/** The actor, environment and time of a command, and the ids that identify its retries. */
export interface CommandContext {
  readonly actor: Actor;
  readonly environment: string;
  /** Time of the command, ISO 8601 UTC. */
  readonly at: string;
  /** The same on every retry of a request. Events record it. */
  readonly commandId: string;
  readonly correlationId: string;
  readonly causationId: string;
  /** Hash of method, path and body, if the caller sent an Idempotency-Key. */
  readonly requestHash?: string;
  /** The revision that the caller expects (If-Match), or `*` for any that exists. */
  readonly ifMatch?: number | '*';
}

interface CommandIds {
  readonly commandId?: string;
  readonly correlationId?: string;
  readonly causationId?: string;
}

/** The context of a command by the system itself. */
export const systemContext = (rule: string, at: Date, ids?: CommandIds, environment?: string): CommandContext =>
  contextBy({ kind: 'system', id: 'system', name: rule }, at, ids, environment);

/** The context of a command by an author whose rights were checked before. No Idempotency-Key belongs to it. */
export function contextBy(
  { kind, id, name }: Author,
  at: Date,
  ids: CommandIds = {},
  environment = DEFAULT_ENVIRONMENT,
): CommandContext {
  const commandId = ids.commandId ?? newId();
  return {
    actor: { kind, id, name, role: null, scopes: [] },
    environment,
    at: at.toISOString(),
    commandId,
    correlationId: ids.correlationId ?? commandId,
    causationId: ids.causationId ?? commandId,
  };
}
