import type { SchemaValidateFunction } from 'ajv';
import { Ajv2020, type AnySchemaObject } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { Big } from 'big.js';
import { RE2JS } from 're2js';
import type { JsonObject } from '../../event-store/index.js';

/** The result of validating an event's properties: the ones to store, or the error. */
export type Validated =
  | { readonly ok: true; readonly properties: JsonObject | undefined }
  | { readonly ok: false; readonly pointer: string; readonly message: string };

export type PropertySchema = (properties: JsonObject | undefined) => Validated;

const FORMATS = ['date-time', 'date', 'time', 'duration', 'email', 'hostname', 'ipv4', 'ipv6', 'uri', 'uuid'] as const;
const MAX_PATTERN = 500;

/** The location of a personal value: the object or array that holds it, and its name there. */
interface PersonalProperty {
  readonly holder: Record<string, unknown>;
  readonly name: string;
}

/** Personal values that a validation found; `everything` if a mark is on no single value, but on all or on names. */
let personal: (PersonalProperty | 'everything')[] = [];

const notePersonal: SchemaValidateFunction = (isPersonal: unknown, value: unknown, _schema, context) => {
  if (isPersonal !== true) return true;
  const holder = context?.parentData as Record<string, unknown> | undefined;
  const name = String(context?.parentDataProperty);
  personal.push(holder && holder[name] === value ? { holder, name } : 'everything');
  return true;
};

/** Compiles a pattern that runs in linear time. @throws SyntaxError if the pattern needs backtracking */
function linearPattern(pattern: string): { test: (text: string) => boolean; toString: () => string } {
  if (pattern.length > MAX_PATTERN) throw new SyntaxError(`a pattern has at most ${MAX_PATTERN} characters`);
  const compiled = RE2JS.compile(pattern);
  // The validator identifies patterns by their texts.
  return { test: (text) => compiled.matcher(text).find(), toString: () => pattern };
}
linearPattern.code = 'linearPattern';

/** Compares decimals as decimals: as doubles, 19.99 is no multiple of 0.01. */
const isMultipleOf = (factor: number): ((value: number) => boolean) => {
  const divisor = new Big(factor);
  return (value) => new Big(value).mod(divisor).eq(0);
};

/**
 * Compiles a JSON Schema of properties. Properties marked `"personal": true` are validated, then dropped.
 * @throws Error if it is no schema
 */
export function compileSchema(schema: JsonObject): PropertySchema {
  const ajv = new Ajv2020({
    strict: true,
    // Allows properties without the object's type, and open tuples.
    strictTypes: false,
    strictTuples: false,
    strictRequired: false,
    addUsedSchema: false,
    // Names that every object inherits, such as toString, are no properties.
    ownProperties: true,
    logger: false,
    code: { regExp: linearPattern },
  });
  formats.default(ajv, { mode: 'full', formats: [...FORMATS] });
  ajv.removeKeyword('multipleOf');
  ajv.addKeyword({
    keyword: 'multipleOf',
    type: 'number',
    schemaType: 'number',
    metaSchema: { exclusiveMinimum: 0 },
    compile: isMultipleOf,
    error: { message: ({ schema }) => `must be multiple of ${String(schema)}` },
  });
  ajv.addKeyword({ keyword: 'personal', schemaType: 'boolean', validate: notePersonal, errors: false });
  const validate = ajv.compile(schema as AnySchemaObject);
  return (properties) => {
    personal = [];
    const value = structuredClone(properties ?? {}) as Record<string, unknown>;
    if (!validate(value)) {
      const [error] = validate.errors ?? [];
      return { ok: false, pointer: error?.instancePath ?? '', message: error?.message ?? 'does not fit the schema' };
    }
    for (const found of personal) {
      if (found === 'everything') return { ok: true, properties: undefined };
      const { holder, name } = found;
      if (Array.isArray(holder)) holder[Number(name)] = null;
      else delete holder[name];
    }
    // A copy of JSON without some of its members is JSON.
    return { ok: true, properties: Object.keys(value).length > 0 ? (value as JsonObject) : undefined };
  };
}
