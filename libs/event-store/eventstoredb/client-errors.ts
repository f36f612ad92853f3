/** Maps the client's failures, which differ by `type` (its own errors) or `code` (plain gRPC errors). */
import {
  EventStoreError,
  EventStoreMisconfigured,
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

const GRPC_PERMISSION_DENIED = 7;
const GRPC_ABORTED = 10;
const GRPC_UNAUTHENTICATED = 16;

/** Answers about the request itself: another node would give the same one. */
const ANSWERS: readonly unknown[] = [
  'wrong-expected-version',
  'stream-deleted',
  'stream-not-found',
  'maximum-append-size-exceeded',
  // The client follows this error to the leader by itself.
  'not-leader',
];

/** A timeout. `node` is the node that did not answer; undefined if none was found in time. */
export class NoAnswer extends Error {
  constructor(
    ms: number,
    readonly node: string | undefined,
  ) {
    super(`no answer within ${Math.round(ms)} ms${node === undefined ? '' : ` from ${node}`}`);
    this.name = 'NoAnswer';
  }
}

/** The port's error for a failed append; the outcome is unknown unless the failure proves that nothing was written. */
export function appendFailure(stream: string, expected: Expected, bytes: number, error: unknown): Error {
  if (error instanceof EventStoreError) return error;
  const { type, actualVersion, maxAppendSize } = failureOf(error);
  switch (type) {
    case 'wrong-expected-version':
      return new WrongExpectedRevisionError(stream, expected, actualRevision(actualVersion));
    case 'stream-deleted':
      return new StreamDeletedError(stream);
    case 'not-leader':
      return new EventStoreUnavailableError(`append to ${stream}: no node leads`, error);
    case 'maximum-append-size-exceeded':
      return new EventTooLargeError(bytes, Number(maxAppendSize));
    default:
      return denial(`append to ${stream}`, error) ?? new UnknownOutcomeError(stream, error);
  }
}

/** The port's error for a failed read. */
export function readFailure(what: string, error: unknown): Error {
  if (error instanceof EventStoreError) return error;
  if (failureOf(error).type === 'stream-deleted') return new StreamDeletedError(what);
  const denied = denial(what, error);
  if (denied) return denied;
  return new EventStoreUnavailableError(`${what}: ${error instanceof Error ? error.message : 'failed'}`, error);
}

/** The instruction to the operator if the server rejects the account or lacks a right of it; otherwise undefined. */
function denial(what: string, error: unknown): EventStoreMisconfigured | undefined {
  const { type, code } = failureOf(error);
  if (code === GRPC_UNAUTHENTICATED) return new EventStoreMisconfigured(UNAUTHENTICATED, error);
  if (type !== 'access-denied' && code !== GRPC_PERMISSION_DENIED) return undefined;
  return new EventStoreMisconfigured(`EVENTSTORE_URL: access denied (${what}); ${RIGHTS}`, error);
}

const UNAUTHENTICATED =
  'EVENTSTORE_URL: the server does not accept its user and password; correct them, percent-encoded: @ is %40, : is %3A';
const RIGHTS =
  'give its account the right to read and write streams and, unless it is one of $admins, to read $all: add it to $acl.$r in the metadata of the stream $all ({"$acl":{"$r":["$admins","<user>"]}})';

/** True if the server ended the call at its deadline. */
export function isDeadlineExceeded(error: unknown): boolean {
  return failureOf(error).type === 'deadline-exceeded';
}

/** True if the node answered that another node leads. */
export function isNotLeader(error: unknown): boolean {
  return failureOf(error).type === 'not-leader';
}

/** True if a node answered the request, even with a refusal. */
export function isAnswered(error: unknown): boolean {
  return ANSWERS.includes(failureOf(error).type) || denial('', error) !== undefined;
}

/** True if the stream does not exist. */
export function isStreamNotFound(error: unknown): boolean {
  return failureOf(error).type === 'stream-not-found';
}

/** True if the server dropped a live subscription because it was too slow. */
export function isTooSlow(error: unknown): boolean {
  return failureOf(error).code === GRPC_ABORTED;
}

function actualRevision(version: unknown): number | 'no_stream' {
  return typeof version === 'bigint' ? Number(version) : 'no_stream';
}

function failureOf(error: unknown): ClientFailure {
  return typeof error === 'object' && error !== null ? error : {};
}
