import { Problem } from '../../platform/problem.js';

/** An error in the protocol's form; `key` is set if it is about a flag. */
export interface OfrepFailure {
  readonly key?: string;
  readonly errorCode: OfrepErrorCode;
  readonly errorDetails: string;
}

/** The errors of the protocol. */
export const OFREP_ERRORS = [
  'PARSE_ERROR',
  'TARGETING_KEY_MISSING',
  'INVALID_CONTEXT',
  'FLAG_NOT_FOUND',
  'GENERAL',
] as const;
type OfrepErrorCode = (typeof OFREP_ERRORS)[number];

const CODES: Readonly<Record<string, OfrepErrorCode>> = {
  malformed_json: 'PARSE_ERROR',
  unsupported_media_type: 'PARSE_ERROR',
  invalid_context: 'INVALID_CONTEXT',
  nul_character: 'INVALID_CONTEXT',
  invalid_unicode: 'INVALID_CONTEXT',
  number_out_of_range: 'INVALID_CONTEXT',
  number_not_exact: 'INVALID_CONTEXT',
  too_deep: 'INVALID_CONTEXT',
  targeting_key_missing: 'TARGETING_KEY_MISSING',
  flag_not_found: 'FLAG_NOT_FOUND',
  // A path that cannot be a flag's key matches no route.
  not_found: 'FLAG_NOT_FOUND',
};

/** @param key '' for none */
export function ofrepFailure({ code, message, errors }: Problem, key: string): OfrepFailure {
  const errorCode = Object.hasOwn(CODES, code) ? CODES[code] : undefined;
  const pointer = errors?.[0]?.pointer ?? '';
  const errorDetails = pointer === '' ? message : `${pointer}: ${message}`;
  return { ...(key !== '' && { key }), errorCode: errorCode ?? 'GENERAL', errorDetails };
}

export const targetingKeyMissing = (): Problem =>
  new Problem(400, 'targeting_key_missing', 'this flag buckets its subjects: the context needs a targetingKey');

export const flagNotFound = (): Problem => new Problem(404, 'flag_not_found', 'there is no such flag');
