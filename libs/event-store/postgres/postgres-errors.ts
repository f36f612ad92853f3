import { EventStoreUnavailableError, UnknownOutcomeError } from '../errors.js';

/** Maps a failure while connecting: nothing was sent. */
export function connectFailure(error: unknown): Error {
  return new EventStoreUnavailableError('PostgreSQL cannot be reached', error);
}

/** Maps a failure of a read. */
export function readFailure(error: unknown): Error {
  return isConnectionLoss(error) ? new EventStoreUnavailableError('PostgreSQL went away', error) : asError(error);
}

/** Maps a failure of an append in flight: where the connection died, nobody knows whether it was committed. */
export function appendFailure(stream: string, error: unknown): Error {
  return isConnectionLoss(error) ? new UnknownOutcomeError(stream, error) : asError(error);
}

function isConnectionLoss(error: unknown): boolean {
  const code = (error as { code?: unknown }).code;
  // An error without an SQLSTATE came from the socket, not from the server's judgement of the statement.
  if (typeof code !== 'string' || !/^[0-9A-Z]{5}$/.test(code)) return true;
  return code.startsWith('08') || code.startsWith('57') || code.startsWith('53') || code === '25P03';
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
