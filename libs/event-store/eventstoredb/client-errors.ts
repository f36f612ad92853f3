/** The client's many kinds of failure, told apart by `type` (its own errors) or `code` (plain gRPC errors). */
import {
  EventStoreError,
  EventStoreUnavailableError,
  EventTooLargeError,
  StreamDeletedError,
  UnknownOutcomeError,
  WrongExpectedRevisionError,
} from '../errors.js';
import type { Expected } from '../event-store.js';

interface ClientFailure {
  readonly type?: unknown;
  readonly code?: unknown;
  readonly actualVersion?: unknown;
  readonly maxAppendSize?: unknown;
}

const GRPC_ABORTED = 10;

/** The port's error for a failed append; whatever does not prove that nothing was written is an unknown outcome. */
export function appendFailure(stream: string, expected: Expected, bytes: number, error: unknown): Error {
  if (error instanceof EventStoreError) return error;
  const { type, actualVersion, maxAppendSize } = failureOf(error);
  switch (type) {
    case 'wrong-expected-version':
      return new WrongExpectedRevisionError(stream, expected, actualRevision(actualVersion));
    case 'stream-deleted':
      return new StreamDeletedError(stream);
    case 'maximum-append-size-exceeded':
      return new EventTooLargeError(bytes, Number(maxAppendSize));
    case 'access-denied':
      return new EventStoreUnavailableError(`append to ${stream}: access denied`, error);
    default:
      return new UnknownOutcomeError(stream, error);
  }
}

/** The port's error for a failed read. */
export function readFailure(what: string, error: unknown): Error {
  if (error instanceof EventStoreError) return error;
  if (failureOf(error).type === 'stream-deleted') return new StreamDeletedError(what);
  return new EventStoreUnavailableError(`${what}: ${error instanceof Error ? error.message : 'failed'}`, error);
}

/** True when the stream that was to be read does not exist. */
export function isStreamNotFound(error: unknown): boolean {
  return failureOf(error).type === 'stream-not-found';
}

/** True when the server cut a live subscription off because it could not keep up. */
export function isTooSlow(error: unknown): boolean {
  return failureOf(error).code === GRPC_ABORTED;
}

function actualRevision(version: unknown): number | 'no_stream' {
  return typeof version === 'bigint' ? Number(version) : 'no_stream';
}

function failureOf(error: unknown): ClientFailure {
  return typeof error === 'object' && error !== null ? error : {};
}
