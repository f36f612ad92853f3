/** The client's many kinds of failure, told apart by `type` (its own errors) or `code` (plain gRPC errors). */
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

/** What a node says of the request itself, so that asking another node would not help. */
const ANSWERS: readonly unknown[] = [
  'wrong-expected-version',
  'stream-deleted',
  'stream-not-found',
  'maximum-append-size-exceeded',
  // The client itself goes to the leader that this names.
  'not-leader',
];

/** The time was up. `node` names the one that was asked; undefined where none was found in that time. */
export class NoAnswer extends Error {
  constructor(
    ms: number,
    readonly node: string | undefined,
  ) {
    super(`no answer within ${Math.round(ms)} ms${node === undefined ? '' : ` from ${node}`}`);
    this.name = 'NoAnswer';
  }
}

/** The port's error for a failed append; whatever does not prove that nothing was written is an unknown outcome. */
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

/** What an operator has to do where the server does not let this account in, or not do this; undefined for the rest. */
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

/** True when the server's own clock ended the call. */
export function isDeadlineExceeded(error: unknown): boolean {
  return failureOf(error).type === 'deadline-exceeded';
}

/** True when the node said that another one leads. */
export function isNotLeader(error: unknown): boolean {
  return failureOf(error).type === 'not-leader';
}

/** True when a node answered what was asked, if only by a refusal. */
export function isAnswered(error: unknown): boolean {
  return ANSWERS.includes(failureOf(error).type) || denial('', error) !== undefined;
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
