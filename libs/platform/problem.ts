import type { Facts } from '../primitives/refusal.js';

/** One invalid field: a JSON pointer into the body, a code and a sentence. */
export interface FieldError {
  readonly pointer: string;
  readonly code: string;
  readonly detail: string;
}

export interface ProblemBody extends Facts {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: string;
  readonly errors?: readonly FieldError[];
}

const TITLES: Readonly<Record<number, string>> = {
  400: 'Bad request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not found',
  405: 'Method not allowed',
  409: 'Conflict',
  412: 'Precondition failed',
  413: 'Content too large',
  415: 'Unsupported media type',
  422: 'Unprocessable content',
  429: 'Too many requests',
  500: 'Internal server error',
  503: 'Service unavailable',
};

/** An error as answered over HTTP (RFC 9457), with `headers` such as Retry-After in seconds. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    detail: string,
    readonly errors?: readonly FieldError[],
    readonly headers: Readonly<Record<string, string>> = {},
    readonly facts: Facts = {},
  ) {
    super(detail);
    this.name = 'Problem';
  }

  get body(): ProblemBody {
    return {
      type: 'about:blank',
      title: TITLES[this.status] ?? 'Error',
      status: this.status,
      detail: this.message,
      code: this.code,
      ...(this.errors && { errors: this.errors }),
      ...this.facts,
    };
  }
}

/** An error that converts itself to a problem. */
export interface AsProblem {
  asProblem(): Problem;
}

export const isAsProblem = (error: unknown): error is AsProblem =>
  typeof error === 'object' && error !== null && 'asProblem' in error && typeof error.asProblem === 'function';

/** 400 for one field of a body that is parsed without a request class. */
export const wrongField = (pointer: string, code: string, detail: string): Problem =>
  new Problem(400, 'validation_failed', detail, [{ pointer, code, detail }]);

/** 503 with Retry-After: the caller may retry the same request. */
export const unavailable = (code: string, detail: string, headers: Readonly<Record<string, string>> = {}): Problem =>
  new Problem(503, code, detail, undefined, { 'retry-after': '1', ...headers });
