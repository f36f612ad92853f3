import { applyDecorators } from '@nestjs/common';
import { ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger';
import { IsDefined, ValidateBy, ValidateIf } from 'class-validator';
import { ReadAs } from './request-class.js';

export interface FieldOptions {
  readonly optional?: boolean;
  readonly nullable?: boolean;
  readonly description?: string;
}

/** What OpenAPI says of a field's values, null apart. */
type Definition = Readonly<Record<string, unknown>>;

/** A field of a request body: what is said of it, and the checks of a value that is there. */
export function field(options: FieldOptions, schema: Definition, ...checks: PropertyDecorator[]): PropertyDecorator {
  const takesNull = options.optional === true || options.nullable === true;
  const property = {
    ...(takesNull ? orNull(schema) : schema),
    required: !options.optional,
    ...(options.description && { description: options.description }),
  } as ApiPropertyOptions;
  return applyDecorators(ApiProperty(property), ...presence(options), ...checks);
}

export const check = (
  name: string,
  message: string,
  validate: (value: unknown) => boolean,
  each = false,
): PropertyDecorator =>
  ValidateBy({ name, validator: { validate: (value) => validate(value), defaultMessage: () => message } }, { each });

function presence({ optional, nullable }: FieldOptions): PropertyDecorator[] {
  if (optional)
    return [
      // Null says the same as an absent field, except where it is a value of its own.
      ...(nullable ? [] : [ReadAs({ convert: (value) => value ?? undefined })]),
      ValidateIf((_, value) => value !== undefined && !(nullable && value === null)),
    ];
  return [
    ...(nullable ? [ValidateIf((_, value) => value !== null)] : []),
    IsDefined({ message: 'this field is required' }),
  ];
}

const NULL = { type: 'null' };

/** The same values and null. */
function orNull({ allOf, oneOf, enum: words, ...rest }: Definition): Definition {
  if (Array.isArray(allOf)) return { ...rest, anyOf: [...(allOf as unknown[]), NULL] };
  if (Array.isArray(oneOf)) return { ...rest, oneOf: [...(oneOf as unknown[]), NULL] };
  return { ...rest, ...(Array.isArray(words) && { enum: [...(words as unknown[]), null] }), nullable: true };
}
