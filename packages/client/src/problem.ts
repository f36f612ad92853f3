import type { components } from './api.js';

type Said = Partial<components['schemas']['Problem'] & components['schemas']['OfrepFailure']>;
type FieldErrors = NonNullable<components['schemas']['Problem']['errors']>;

/** An answer that is no success (RFC 9457, or OFREP's form). Without an answer `status` is 0; -1 if it cannot be read. */
export class AssayProblem extends Error {
  override readonly name = 'AssayProblem';
  /** The wrong fields of the request, each with a JSON pointer. */
  readonly errors: FieldErrors;
  /** When to try again, in seconds; undefined: the server does not say. */
  readonly retryAfter: number | undefined;

  constructor(
    readonly status: number,
    readonly code: string,
    detail: string,
    more: { readonly errors?: FieldErrors; readonly retryAfter?: number | undefined; readonly cause?: unknown } = {},
  ) {
    super(detail, more.cause === undefined ? undefined : { cause: more.cause });
    this.errors = more.errors ?? [];
    this.retryAfter = more.retryAfter;
  }

  /** True if the same request may succeed later. */
  get passing(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }
}

/** Why there is no answer that can be read. A problem that somebody made of the answer already stays what it is. */
export function unanswered(cause: unknown): AssayProblem {
  if (cause instanceof AssayProblem) return cause;
  // By its name, because errors of another realm are no instances of ours.
  const name: unknown = typeof cause === 'object' && cause !== null ? Reflect.get(cause, 'name') : undefined;
  if (name === 'TimeoutError') return new AssayProblem(0, 'timeout', 'the server did not answer in time', { cause });
  if (name === 'SyntaxError') return new AssayProblem(-1, 'unreadable', 'the answer is no JSON', { cause });
  return new AssayProblem(0, 'unreachable', 'the server cannot be reached', { cause });
}

/** The problem that an answer tells of, whoever wrote it: a proxy's is no problem document. */
export function problemOf(response: Response, body: unknown): AssayProblem {
  const said = (body !== null && typeof body === 'object' ? body : {}) as Said;
  const seconds = Number(response.headers.get('retry-after') ?? undefined);
  return new AssayProblem(
    response.status,
    said.code ?? said.errorCode ?? 'unknown',
    said.detail ?? said.errorDetails ?? said.title ?? `The server answered ${response.status}.`,
    { errors: said.errors ?? [], retryAfter: Number.isFinite(seconds) ? seconds : undefined },
  );
}
