import { ApiBody } from '@nestjs/swagger';
import { Ajv, type ErrorObject } from 'ajv';
import Type, { type Static, type TSchema } from 'typebox';
import { Problem } from '../problem.js';
import type { AnswerOf } from './returns.js';

/** Lengths are those of JavaScript, as everywhere in the house: `unicode` is deprecated, and would be logged. */
const LENGTHS = { unicode: false, logger: false } as const;
/** Formats are read by their own parsers. */
const ajv = new Ajv({ ...LENGTHS, validateFormats: false, allowUnionTypes: true, ownProperties: true });

/** A field of one type that may be absent. Null says the same. */
export const maybe = <S extends TSchema>(schema: S) =>
  Type.Optional(Type.Unsafe<Static<S> | null>({ ...schema, type: [Reflect.get(schema, 'type'), 'null'] }));

/** Describes the body of a route that checks it with `compiledInput`. */
export const Takes = (schema: TSchema) => ApiBody({ schema });

/**
 * Checks bodies against a schema that is compiled once, which also describes them in the OpenAPI document. For hot paths:
 * request classes cost more than these routes do.
 * @param code of every refusal; without it, each has the code of its own fault
 * @throws Problem 400, from the check that it returns, for the first fault
 */
export function compiledInput<S extends TSchema>(schema: S, code?: string): (body: unknown) => AnswerOf<S> {
  const validate = ajv.compile<AnswerOf<S>>(schema);
  return (body) => {
    if (validate(body)) return body;
    const fault = faultOf(validate.errors?.[0] ?? UNNAMED);
    const detail = `${fault.pointer || 'body'}: ${fault.detail}`;
    throw new Problem(400, code ?? 'validation_failed', detail, [{ ...fault, code: code ?? fault.code }]);
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
      const step = name.replaceAll('~', '~0').replaceAll('/', '~1');
      return { pointer: `${at}/${step}`, code: 'unknown_field', detail: `unknown field "${name}"` };
    }
    case 'required':
      return {
        pointer: `${at}/${String(params['missingProperty'])}`,
        code: 'required',
        detail: 'this field is required',
      };
    case 'type': {
      const type = [params['type']].flat().find((each) => each !== 'null');
      return { pointer: at, code: 'invalid_type', detail: `must be ${TYPES[String(type)] ?? String(type)}` };
    }
    case 'maxLength':
      return { pointer: at, code: 'too_long', detail: `must have at most ${String(params['limit'])} characters` };
    case 'maxItems':
      return { pointer: at, code: 'too_long', detail: `must have at most ${String(params['limit'])} items` };
    default:
      return { pointer: at, code: 'invalid_value', detail: message ?? 'is not valid' };
  }
}
