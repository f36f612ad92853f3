import { ApiExtraModels, getSchemaPath } from '@nestjs/swagger';
import { applyDecorators } from '@nestjs/common';
import { ArrayMaxSize, IsArray, ValidateNested } from 'class-validator';
import { isKey, KEY_MESSAGE, KEY_PATTERN } from '../primitives/key.js';
import { check, field, type FieldOptions } from './field.js';
import { isObject } from './fields.js';
import { ReadAs } from './request-class.js';

type RequestClass = new () => object;

interface KeyOrObject extends FieldOptions {
  /** The member of the object that a key alone stands for. */
  readonly member: string;
  /** Keys that are taken though their prefix is Assay's own. */
  readonly builtIn?: readonly string[];
}

/**
 * A key, or an object of a request class. A key is read as an object with that member alone. Its own type keeps Nest from
 * adding the class that TypeScript says it is.
 */
export const KeyOrObjectField = (type: RequestClass, options: KeyOrObject): PropertyDecorator =>
  applyDecorators(
    models(type),
    ReadAs({ holds: () => type, convert: (value) => asObject(value, options) }),
    field(options, { type: Object, ...eitherOf(type) }, check('invalid_type', MESSAGE, isObject), ValidateNested()),
  );

/** A list of keys and of such objects. */
export const KeyOrObjectListField = (
  type: RequestClass,
  options: KeyOrObject & { readonly max: number },
): PropertyDecorator =>
  applyDecorators(
    models(type),
    ReadAs({
      holds: () => type,
      convert: (value) => (Array.isArray(value) ? value.map((each) => asObject(each, options)) : value),
    }),
    field(
      options,
      { type: 'array', items: eitherOf(type), maxItems: options.max },
      IsArray(),
      ArrayMaxSize(options.max),
      check('invalid_type', `each ${MESSAGE}`, isObject, true),
      ValidateNested({ each: true }),
    ),
  );

const MESSAGE = `${KEY_MESSAGE}, or an object`;

/** What is no key stays, and fails the check. */
function asObject(value: unknown, { member, builtIn = [] }: KeyOrObject): unknown {
  return isKey(value) || builtIn.some((key) => key === value) ? { [member]: value } : value;
}

const eitherOf = (type: RequestClass) => ({
  oneOf: [{ type: 'string', pattern: KEY_PATTERN.source, maxLength: 100 }, { $ref: getSchemaPath(type) }],
});

/** Nest finds classes behind references only where it is told of them. */
const models =
  (type: RequestClass): PropertyDecorator =>
  (prototype) => {
    ApiExtraModels(type)(prototype.constructor);
  };
