import type { components } from './api.js';

type FieldErrors = NonNullable<components['schemas']['Problem']['errors']>;

/** An answer that is no success (RFC 9457), or no answer: then `status` is 0. */
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

/** The problem that an answer tells of, whoever wrote it: a proxy's is no problem document. */
export function problemOf(response: Response, body: unknown): AssayProblem {
  const said = (body !== null && typeof body === 'object' ? body : {}) as Partial<components['schemas']['Problem']>;
  const seconds = Number(response.headers.get('retry-after') ?? undefined);
  return new AssayProblem(
    response.status,
    said.code ?? 'unknown',
    said.detail ?? said.title ?? `The server answered ${response.status}.`,
    { errors: said.errors ?? [], retryAfter: Number.isFinite(seconds) ? seconds : undefined },
  );
}
