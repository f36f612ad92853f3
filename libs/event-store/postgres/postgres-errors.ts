import { databaseFailureOf } from '../../platform/postgres/failure.js';
import { EventStoreUnavailableError, UnknownOutcomeError } from '../errors.js';

/** Maps a failure while connecting: nothing was sent. */
export function connectFailure(error: unknown): Error {
  return new EventStoreUnavailableError('PostgreSQL cannot be reached', error);
}

/** Maps a failure of a read. */
export function readFailure(error: unknown): Error {
  return isAway(error) ? new EventStoreUnavailableError('PostgreSQL does not answer', error) : asError(error);
}

/**
 * Maps a failure of an append in flight. What the server itself refused was not written (no more space, read-only);
 * where it stopped or the connection died, nobody knows whether it was.
 */
export function appendFailure(stream: string, error: unknown): Error {
  if (!isAway(error)) return asError(error);
  return isRefusal(error)
    ? new EventStoreUnavailableError(`PostgreSQL did not take the write: ${asError(error).message}`, error)
    : new UnknownOutcomeError(stream, error);
}

/** True where the server itself answered: it takes no writes (read-only, full), or not this one now (busy). */
function isRefusal(error: unknown): boolean {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' && /^(?!08|57|XX)[0-9A-Z]{5}$/.test(code) && !/^E[A-Z]{4}$/.test(code);
}

function isAway(error: unknown): boolean {
  const failure = databaseFailureOf(error);
  // A table of ours that is not there, or not yet, after a restore: not the event's fault.
  return failure === undefined || failure === 'away' || failure === 'missing_table';
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
