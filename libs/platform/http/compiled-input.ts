import { Ajv, type ErrorObject } from 'ajv';
import Type, { type Static, type TSchema } from 'typebox';
import { below } from '../../primitives/pointer.js';
import { Problem, type FieldError } from '../problem.js';
import type { AnswerOf } from './schemas.js';

/** Lengths are those of JavaScript, as everywhere in the house: `unicode` is deprecated, and would be logged. */
const LENGTHS = { unicode: false, logger: false } as const;
/** Formats are read by their own parsers. */
const ajv = new Ajv({ ...LENGTHS, validateFormats: false, allowUnionTypes: true, ownProperties: true });

/** A field of one type that may be absent. Null says the same. */
export const maybe = <S extends TSchema>(schema: S) =>
  Type.Optional(Type.Unsafe<Static<S> | null>({ ...schema, type: [Reflect.get(schema, 'type'), 'null'] }));

/** A schema compiled to a check. */
export interface CompiledCheck<Value> {
  readonly accepts: (value: unknown) => value is Value;
  /** The first fault of the value that was asked about last, if it was not accepted. */
  readonly fault: () => FieldError;
}

/**
 * Compiles a schema, which also describes the body in the OpenAPI document, for hot paths: request classes cost more
 * than these routes do.
 */
export function compiledCheck<S extends TSchema>(schema: S): CompiledCheck<AnswerOf<S>> {
  const accepts = ajv.compile<AnswerOf<S>>(schema);
  return { accepts, fault: () => faultOf(accepts.errors?.[0] ?? UNNAMED) };
}

/**
 * Reads bodies by a compiled schema.
 * @param code of every refusal; without it, each has the code of its own fault
 * @throws Problem 400, from the function that it returns, for the first fault
 */
export function compiledInput<S extends TSchema>(schema: S, code?: string): (body: unknown) => AnswerOf<S> {
  const { accepts, fault } = compiledCheck(schema);
  return (body) => {
    if (accepts(body)) return body;
    const { pointer, code: own, detail } = fault();
    const error = { pointer, code: code ?? own, detail };
    throw new Problem(400, code ?? 'validation_failed', `${pointer || 'body'}: ${detail}`, [error]);
  };
}

const UNNAMED = { instancePath: '', keyword: '', params: {} };

const TYPES: Readonly<Record<string, string>> = {
  object: 'a JSON object',
  array: 'a list',
  string: 'a text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
};

function faultOf({
  instancePath: at,
  keyword,
  params,
  message,
}: Pick<ErrorObject, 'instancePath' | 'keyword' | 'params' | 'message'>) {
  switch (keyword) {
    case 'additionalProperties': {
      const name = String(params['additionalProperty']).slice(0, 100);
      return { pointer: below(at, name), code: 'unknown_field', detail: `unknown field "${name}"` };
    }
    case 'required':
      return {
        pointer: below(at, String(params['missingProperty'])),
        code: 'required',
        detail: 'this field is required',
      };
    case 'type': {
      const type = [params['type'] as string | readonly string[]].flat().find((each) => each !== 'null');
      return { pointer: at, code: 'invalid_type', detail: `must be ${TYPES[String(type)] ?? String(type)}` };
    }
    case 'minLength':
      return { pointer: at, code: 'too_short', detail: 'must not be empty' };
    case 'maxLength':
      return { pointer: at, code: 'too_long', detail: `must have at most ${String(params['limit'])} characters` };
    case 'maxItems':
      return { pointer: at, code: 'too_long', detail: `must have at most ${String(params['limit'])} items` };
    default:
      return { pointer: at, code: 'invalid_value', detail: message ?? 'is not valid' };
  }
}
