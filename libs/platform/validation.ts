import { validateSync, type ValidationError } from 'class-validator';
import { below } from '../primitives/pointer.js';
import { Problem, type FieldError } from './problem.js';
import { requestOf } from './request-class.js';

/** Codes of class-validator's own checks; the name of a custom check is its code. */
const CODES: Readonly<Record<string, string>> = {
  whitelistValidation: 'unknown_field',
  isString: 'invalid_type',
  isBoolean: 'invalid_type',
  isInt: 'invalid_type',
  isArray: 'invalid_type',
  isObject: 'invalid_type',
  nestedValidation: 'invalid_type',
  isDefined: 'required',
  isIn: 'invalid_value',
  min: 'out_of_range',
  max: 'out_of_range',
  minLength: 'too_short',
  maxLength: 'too_long',
  arrayMinSize: 'too_short',
  arrayMaxSize: 'too_long',
  isEmail: 'invalid_email',
  isUuid: 'invalid_id',
};

/**
 * Converts the body to its request class. Unknown fields are refused at every level.
 * @throws Problem 400 `validation_failed` with a JSON pointer and a code for each wrong field
 */
export function validated<T extends object>(type: new () => T, body: unknown): T {
  if (body === null || typeof body !== 'object' || Array.isArray(body)) {
    throw failed([{ pointer: '', code: 'invalid_type', detail: 'the body must be a JSON object' }]);
  }
  const { request, impossible } = requestOf(type, body);
  const errors = validateSync(request, {
    whitelist: true,
    forbidNonWhitelisted: true,
    forbidUnknownValues: true,
    stopAtFirstError: true,
  });
  const unknown = errors.some((error) => error.constraints?.['unknownValue'] !== undefined);
  if (unknown) return withoutFields(request, body);
  const wrong = [...impossible.map(unknownField), ...errors.flatMap((error) => fieldErrors(error, ''))];
  if (wrong.length > 0) throw failed(wrong.slice(0, 50));
  return request;
}

/** `validated` for a list. @throws Problem 400 `validation_failed`, with pointers from the list's root */
export function validatedList<T extends object>(type: new () => T, body: unknown): readonly T[] {
  if (!Array.isArray(body)) {
    throw failed([{ pointer: '', code: 'invalid_type', detail: 'the body must be a JSON list' }]);
  }
  return body.map((item: unknown, index) => {
    try {
      return validated(type, item);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      throw failed((error.errors ?? []).map((each) => ({ ...each, pointer: `/${index}${each.pointer}` })));
    }
  });
}

const unknownField = (pointer: string): FieldError => ({
  pointer,
  code: 'unknown_field',
  detail: unknownMessage(pointer.slice(pointer.lastIndexOf('/') + 1)),
});

const unknownMessage = (name: string): string => `unknown field "${name.slice(0, 100)}"`;

/** Handles a request class without fields, which class-validator does not know. */
function withoutFields<T>(request: T, body: object): T {
  const names = Object.keys(body);
  if (names.length === 0) return request;
  throw failed(names.slice(0, 50).map((name) => unknownField(below('', name))));
}

function failed(errors: readonly FieldError[]): Problem {
  const first = errors[0];
  const detail = first ? `${first.pointer || 'body'}: ${first.detail}` : 'the body is not valid';
  return new Problem(400, 'validation_failed', detail, errors);
}

function fieldErrors(error: ValidationError, parent: string): FieldError[] {
  const pointer = below(parent, error.property);
  const own = Object.entries(error.constraints ?? {}).map(([name, detail]) => ({
    pointer,
    code: CODES[name] ?? name,
    detail: name === 'whitelistValidation' ? unknownMessage(error.property) : detail,
  }));
  return [...own, ...(error.children ?? []).flatMap((child) => fieldErrors(child, pointer))];
}
