import { RE2JS } from 're2js';
import type { Json, JsonObject } from '../../event-store/index.js';
import { own } from '../../primitives/own.js';
import { targetOf } from './reference.js';

/** Why a metric cannot count a property of an event type. */
export type Uncountable = 'undeclared' | 'personal' | 'not_numeric';

/** What a schema says of one property. */
interface Declaration {
  /** Schemas of its value. */
  readonly values: Json[];
  /** True if the schema declares any properties. */
  declares: boolean;
}

/**
 * Why events of this schema have no number to count under a name; undefined if they may have. A schema that declares
 * no properties says nothing. The schema passed `checkSchema`, so references end.
 */
export function uncountable(schema: JsonObject, name: string): Uncountable | undefined {
  const found: Declaration = { values: [], declares: false };
  for (const each of applying(schema, schema)) declare(each, name, found);
  const values = found.values.flatMap((value) => applying(value, schema));
  if ([...applying(schema, schema), ...values].some(({ personal }) => personal === true)) return 'personal';
  if (found.values.length === 0) return found.declares ? 'undeclared' : undefined;
  return found.values.some((value) => excludesNumbers(value, schema)) ? 'not_numeric' : undefined;
}

function declare(schema: JsonObject, name: string, found: Declaration): void {
  const { properties, patternProperties, additionalProperties } = schema;
  const declared = isObject(properties) ? own(properties, name) : undefined;
  const patterns = isObject(patternProperties) ? Object.entries(patternProperties) : [];
  const values = [
    ...(declared === undefined ? [] : [declared]),
    ...patterns.flatMap(([pattern, value]) => (RE2JS.compile(pattern).matcher(name).find() ? [value] : [])),
  ];
  found.values.push(...(values.length === 0 && isObject(additionalProperties) ? [additionalProperties] : values));
  found.declares ||= isObject(properties) || isObject(patternProperties) || additionalProperties === false;
}

/** The schemas that may apply to a value of this schema: itself, and those that it refers to or is composed of. */
function applying(schema: Json, root: JsonObject): JsonObject[] {
  if (!isObject(schema)) return [];
  const composed = ['allOf', 'anyOf', 'oneOf'].flatMap((keyword) => listOf(schema[keyword]));
  const conditional = ['if', 'then', 'else'].flatMap((keyword) => schema[keyword] ?? []);
  const parts = [...composed, ...conditional, ...referred(schema, root)];
  return [schema, ...parts.flatMap((part) => applying(part, root))];
}

/** True if no number fits the schema because of its types. */
function excludesNumbers(schema: Json, root: JsonObject): boolean {
  if (!isObject(schema)) return schema === false;
  const { type, allOf } = schema;
  const types = Array.isArray(type) ? (type as Json[]) : [type];
  if (type !== undefined && !types.includes('number') && !types.includes('integer')) return true;
  return [...listOf(allOf), ...referred(schema, root)].some((part) => excludesNumbers(part, root));
}

const referred = ({ $ref }: JsonObject, root: JsonObject): Json[] =>
  typeof $ref === 'string' ? [targetOf(root, $ref)] : [];

const listOf = (value: Json | undefined): readonly Json[] => (Array.isArray(value) ? (value as Json[]) : []);

const isObject = (value: Json | undefined): value is JsonObject =>
  value !== null && typeof value === 'object' && !Array.isArray(value);
