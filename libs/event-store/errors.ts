import { Problem, unavailable, type AsProblem } from '../platform/problem.js';
import type { SaysWhatToDo } from '../platform/start-failure.js';
import type { Expected } from './event-store.js';

/** Base class of the event store's errors. */
export abstract class EventStoreError extends Error implements AsProblem {
  abstract readonly kind:
    'wrong_expected_revision' | 'unknown_outcome' | 'too_large' | 'stream_deleted' | 'unavailable' | 'misconfigured';

  override get name(): string {
    return this.constructor.name;
  }

  asProblem(): Problem {
    switch (this.kind) {
      case 'wrong_expected_revision':
        return new Problem(
          409,
          'concurrent_change',
          'another request changed this at the same time; load it and try again',
        );
      case 'too_large':
        return new Problem(413, 'content_too_large', 'the content is larger than the event store accepts');
      case 'stream_deleted':
        return new Problem(409, 'stream_deleted', 'the stream of this resource was deleted in the event store');
      case 'unknown_outcome':
      case 'unavailable':
      case 'misconfigured':
        return unavailable(
          'event_store_unavailable',
          'the event store cannot be reached, or accepts no writes now; send the same request again',
        );
    }
  }
}

/** The stream is not at the expected revision. `actual` is its last revision, or 'no_stream'. */
export class WrongExpectedRevisionError extends EventStoreError {
  readonly kind = 'wrong_expected_revision';
  constructor(
    readonly stream: string,
    readonly expected: Expected,
    readonly actual: number | 'no_stream',
  ) {
    super(`stream ${stream}: expected ${expected}, is at ${actual}`);
  }
}

/** The append may have been written or not: retry with the same ids and the same expectation. */
export class UnknownOutcomeError extends EventStoreError {
  readonly kind = 'unknown_outcome';
  constructor(stream: string, cause: unknown) {
    super(`append to ${stream}: outcome unknown`, { cause });
  }
}

/** The append exceeds the limit; nothing was sent. */
export class EventTooLargeError extends EventStoreError {
  readonly kind = 'too_large';
  constructor(
    readonly bytes: number,
    readonly limit: number,
  ) {
    super(`append of ${bytes} bytes exceeds ${limit}`);
  }
}

/** An operator deleted the stream for good; its name can never be used again. */
export class StreamDeletedError extends EventStoreError {
  readonly kind = 'stream_deleted';
  constructor(readonly stream: string) {
    super(`stream ${stream} is deleted`);
  }
}

/** The store cannot be reached; nothing was written. */
export class EventStoreUnavailableError extends EventStoreError {
  readonly kind = 'unavailable';
  constructor(message: string, cause?: unknown) {
    super(message, { cause });
  }
}

/**
 * An operator must change something: the connection string, an account's password or rights, a certificate. Waiting
 * does not help. The message says in one line what to do, and contains no secret. Nothing was written.
 */
export class EventStoreMisconfigured extends EventStoreError implements SaysWhatToDo {
  readonly kind = 'misconfigured';
  readonly saysWhatToDo = true;
  constructor(message: string, cause?: unknown) {
    super(message, { cause });
  }
}
