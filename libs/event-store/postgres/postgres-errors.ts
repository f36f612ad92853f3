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
 * Maps a failure of an append in flight. An append that the server refused (no more space, read-only) was not written.
 * If the server stopped or the connection died, the outcome is unknown.
 */
export function appendFailure(stream: string, error: unknown): Error {
  if (!isAway(error)) return asError(error);
  return isRefusal(error)
    ? new EventStoreUnavailableError(`PostgreSQL did not take the write: ${asError(error).message}`, error)
    : new UnknownOutcomeError(stream, error);
}

/** True if the server itself refused: it takes no writes (read-only, full), or not this one now (busy). */
function isRefusal(error: unknown): boolean {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' && /^(?!08|57|XX)[0-9A-Z]{5}$/.test(code) && !/^E[A-Z]{4}$/.test(code);
}

function isAway(error: unknown): boolean {
  const failure = databaseFailureOf(error);
  // A missing table, for example after a restore, is no fault of the event.
  return failure === undefined || failure === 'away' || failure === 'missing_table';
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
