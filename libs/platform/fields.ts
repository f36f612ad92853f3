import { applyDecorators } from '@nestjs/common';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsEmail,
  IsIn,
  IsInt,
  IsString,
  Max,
  MaxLength,
  Min,
  MinLength,
  ValidateNested,
} from 'class-validator';
import { parseDecimal } from '../primitives/decimal.js';
import { parseTime, TIME_MESSAGE } from '../primitives/time.js';
import { check, field, type FieldOptions } from './field.js';
import { AnyObject, JsonValue } from './http/schemas.js';
import { isUuid } from './ids.js';
import { isKey, KEY_MESSAGE, KEY_PATTERN } from '../primitives/key.js';
import { ReadAs } from './request-class.js';

/** Fields of request bodies: each checks its value (class-validator) and describes itself (OpenAPI). */

/** True for a JSON object, not a list. */
export const isObject = (value: unknown): boolean =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

/** Key of a flag, metric, variant, …: 1 to 100 characters of `a-z A-Z 0-9 _ - .`, or one of the `builtIn` keys. */
export const KeyField = (options: FieldOptions & { readonly builtIn?: readonly string[] } = {}): PropertyDecorator =>
  field(
    options,
    { type: 'string', pattern: KEY_PATTERN.source, maxLength: 100 },
    check('invalid_key', KEY_MESSAGE, (value) => isKey(value) || (options.builtIn?.includes(String(value)) ?? false)),
  );

export const KeyListField = (options: FieldOptions & { readonly max: number }): PropertyDecorator =>
  field(
    options,
    { type: 'array', items: { type: 'string', pattern: KEY_PATTERN.source }, maxItems: options.max },
    IsArray(),
    ArrayMaxSize(options.max),
    check('invalid_key', `each ${KEY_MESSAGE}`, isKey, true),
  );

/** Free text of 1 (or `min`) to `max` characters. */
export const TextField = (options: FieldOptions & { readonly max: number; readonly min?: number }): PropertyDecorator =>
  field(
    options,
    { type: 'string', minLength: options.min ?? 1, maxLength: options.max },
    IsString(),
    MinLength(options.min ?? 1),
    MaxLength(options.max),
  );

export const TextListField = (
  options: FieldOptions & { readonly max: number; readonly maxLength: number; readonly minLength?: number },
): PropertyDecorator => {
  const { minLength = 0, maxLength, max } = options;
  return field(
    options,
    { type: 'array', items: { type: 'string', minLength, maxLength }, maxItems: max },
    IsArray(),
    ArrayMaxSize(max),
    IsString({ each: true }),
    MinLength(minLength, { each: true }),
    MaxLength(maxLength, { each: true }),
  );
};

/** A decimal, as string or number; converted to its canonical string. */
export const DecimalField = (options: FieldOptions = {}): PropertyDecorator =>
  applyDecorators(
    ReadAs({ convert: (value) => parseDecimal(value) ?? value }),
    field(
      options,
      { oneOf: [{ type: 'string', pattern: '^-?\\d{1,15}(\\.\\d{1,10})?$' }, { type: 'number' }] },
      check(
        'invalid_decimal',
        'must be a decimal such as "0.05": up to 15 digits before and 10 after the point',
        (value) => typeof value === 'string' && parseDecimal(value) !== undefined,
      ),
    ),
  );

export const IntegerField = (
  options: FieldOptions & { readonly min: number; readonly max: number },
): PropertyDecorator =>
  field(
    options,
    { type: 'integer', minimum: options.min, maximum: options.max },
    IsInt(),
    Min(options.min),
    Max(options.max),
  );

const isAtLeast = (value: unknown, min: number): boolean =>
  typeof value === 'number' && Number.isFinite(value) && value >= min;

/** A double, as JSON has it. */
export const NumberField = (options: FieldOptions & { readonly min?: number } = {}): PropertyDecorator => {
  const { min = -Infinity } = options;
  const message = min === -Infinity ? 'must be a number' : `must be a number of at least ${min}`;
  return field(
    options,
    { type: 'number', ...(min !== -Infinity && { minimum: min }) },
    check('invalid_number', message, (value) => isAtLeast(value, min)),
  );
};

export const NumberListField = (options: FieldOptions & { readonly max: number }): PropertyDecorator =>
  field(
    options,
    { type: 'array', items: { type: 'number' }, maxItems: options.max },
    IsArray(),
    ArrayMaxSize(options.max),
    check('invalid_number', 'each must be a number', (value) => isAtLeast(value, -Infinity), true),
  );

export const BooleanField = (options: FieldOptions = {}): PropertyDecorator =>
  field(options, { type: 'boolean' }, IsBoolean());

export const EnumField = (values: readonly string[], options: FieldOptions = {}): PropertyDecorator =>
  field(options, { type: 'string', enum: [...values] }, IsIn([...values]));

export const EnumListField = (
  values: readonly string[],
  options: FieldOptions & { readonly min?: number } = {},
): PropertyDecorator =>
  field(
    options,
    { type: 'array', items: { type: 'string', enum: [...values] } },
    IsArray(),
    ArrayMinSize(options.min ?? 0),
    ArrayMaxSize(values.length),
    IsIn([...values], { each: true }),
  );

const EMAIL_MESSAGE = 'must be an e-mail address, such as anna@example.org';

/** An object of free names, each a key, with one of these words as value. */
export const EnumMapField = (
  values: readonly string[],
  options: FieldOptions & { readonly max: number },
): PropertyDecorator =>
  field(
    options,
    {
      type: 'object',
      additionalProperties: { type: 'string', enum: [...values] },
      propertyNames: { pattern: KEY_PATTERN.source },
      maxProperties: options.max,
    },
    check('invalid_map', `must be an object of at most ${options.max} keys, each with ${values.join(', ')}`, (value) =>
      isMapOf(value, values, options.max),
    ),
  );

function isMapOf(value: unknown, values: readonly string[], max: number): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const entries = Object.entries(value);
  return entries.length <= max && entries.every(([key, one]) => isKey(key) && values.includes(String(one)));
}

export const EmailField = (options: FieldOptions = {}): PropertyDecorator =>
  field(
    options,
    { type: 'string', format: 'email', maxLength: 254 },
    IsString(),
    MaxLength(254),
    IsEmail({}, { message: EMAIL_MESSAGE }),
  );

export const EmailListField = (options: FieldOptions & { readonly max: number }): PropertyDecorator =>
  field(
    options,
    { type: 'array', items: { type: 'string', format: 'email', maxLength: 254 }, maxItems: options.max },
    IsArray(),
    ArrayMaxSize(options.max),
    IsString({ each: true }),
    MaxLength(254, { each: true }),
    IsEmail({}, { each: true, message: `each ${EMAIL_MESSAGE}` }),
  );

export const IdField = (options: FieldOptions = {}): PropertyDecorator =>
  field(
    options,
    { type: 'string', format: 'uuid' },
    check('invalid_id', 'must be an id (a lower-case UUID)', (value) => typeof value === 'string' && isUuid(value)),
  );

export const IdListField = (options: FieldOptions & { readonly max: number }): PropertyDecorator =>
  field(
    options,
    { type: 'array', items: { type: 'string', format: 'uuid' }, maxItems: options.max },
    IsArray(),
    ArrayMaxSize(options.max),
    check(
      'invalid_id',
      'each must be an id (a lower-case UUID)',
      (value) => typeof value === 'string' && isUuid(value),
      true,
    ),
  );

const isoTime = (value: unknown): string | undefined => {
  const time = parseTime(value);
  return Number.isNaN(time) ? undefined : new Date(time).toISOString();
};

/** An ISO 8601 time with its zone; converted to UTC with milliseconds. */
export const TimeField = (options: FieldOptions = {}): PropertyDecorator =>
  applyDecorators(
    ReadAs({ convert: (value) => isoTime(value) ?? value }),
    field(
      options,
      { type: 'string', format: 'date-time' },
      check('invalid_time', TIME_MESSAGE, (value) => isoTime(value) !== undefined),
    ),
  );

const MAX_JSON_KIB = 64;

/** Bounds the size of a JSON value, in KiB of text. */
const atMost = (kib: number): PropertyDecorator =>
  check(
    'too_large',
    `has at most ${kib} KiB as JSON`,
    (value) => Buffer.byteLength(JSON.stringify(value)) <= kib * 1_024,
  );

/** Any JSON value but null, at most 64 KiB as text. */
export const JsonField = (options: FieldOptions = {}): PropertyDecorator =>
  field(
    options,
    { allOf: [JsonValue] },
    check('invalid_value', 'must be a JSON value, not null', (value) => value !== null && value !== undefined),
    atMost(MAX_JSON_KIB),
  );

/** A JSON object of any shape, at most 64 KiB (or `maxKib`) as text. */
export const JsonObjectField = (options: FieldOptions & { readonly maxKib?: number } = {}): PropertyDecorator =>
  field(
    options,
    { allOf: [AnyObject] },
    check('invalid_type', 'must be a JSON object', isObject),
    atMost(options.maxKib ?? MAX_JSON_KIB),
  );

/** Nest takes a function for a lazy reference, instead of a class, by its name alone. */
const lazily = (find: () => new () => object) => ({ type: () => find() }).type;

/** A list of objects of a request class. */
export const ObjectListField = (
  type: () => new () => object,
  options: FieldOptions & { readonly min?: number; readonly max: number },
): PropertyDecorator =>
  applyDecorators(
    ReadAs({ holds: type }),
    field(
      options,
      { type: lazily(type), isArray: true, maxItems: options.max, minItems: options.min ?? 0 },
      IsArray(),
      ArrayMinSize(options.min ?? 0),
      ArrayMaxSize(options.max),
      check('invalid_type', 'each must be an object', isObject, true),
      ValidateNested({ each: true }),
    ),
  );

/** An object of a request class. */
export const ObjectField = (type: () => new () => object, options: FieldOptions = {}): PropertyDecorator =>
  applyDecorators(
    ReadAs({ holds: type }),
    field(options, { type: lazily(type) }, check('invalid_type', 'must be an object', isObject), ValidateNested()),
  );
