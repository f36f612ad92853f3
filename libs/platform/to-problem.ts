import { HttpException } from '@nestjs/common';
import { databaseFailureOf, type DatabaseFailure } from './postgres/failure.js';
import { isAsProblem, Problem, unavailable } from './problem.js';
import { Refusal, type RefusalKind } from '../primitives/refusal.js';

const REFUSAL_STATUS: Readonly<Record<RefusalKind, number>> = {
  invalid: 400,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
};

const HTTP_CODES: Readonly<Record<number, string>> = {
  400: 'malformed_request',
  404: 'not_found',
  405: 'method_not_allowed',
  413: 'content_too_large',
  415: 'unsupported_media_type',
};

/** Converts an error to a problem; undefined for a defect of Assay, which is logged and answered with a bare 500. */
export function toProblem(error: unknown): Problem | undefined {
  if (error instanceof Problem) return error;
  if (error instanceof Refusal) return ofRefusal(error);
  if (isAsProblem(error)) return error.asProblem();
  if (error instanceof HttpException) return ofStatus(error.getStatus(), error.message);
  const { statusCode: status, code } = (error ?? {}) as { statusCode?: unknown; code?: unknown };
  if (code === 'FST_ERR_MAX_PARAM_LENGTH') return ofStatus(404, 'there is nothing with a name this long');
  if (typeof status === 'number' && status >= 400 && status < 500) return ofStatus(status, (error as Error).message);
  return ofDatabaseFailure(databaseFailureOf(error));
}

function ofRefusal(refusal: Refusal): Problem {
  const { kind, code, message, pointer, facts } = refusal;
  const errors = pointer === undefined ? undefined : [{ pointer, code, detail: message }];
  return new Problem(REFUSAL_STATUS[kind], code, message, errors, {}, facts);
}

function ofStatus(status: number, detail: string): Problem | undefined {
  return status < 500 ? new Problem(status, HTTP_CODES[status] ?? 'malformed_request', detail) : undefined;
}

function ofDatabaseFailure(failure: DatabaseFailure | undefined): Problem | undefined {
  switch (failure) {
    case 'missing_table':
      return unavailable('read_model_not_ready', 'the read model is being made; ask again');
    case 'away':
      return unavailable('database_unavailable', 'the database cannot be reached, or does not serve now; try again');
    case 'data':
    case 'statement':
    case undefined:
      return undefined;
  }
}
