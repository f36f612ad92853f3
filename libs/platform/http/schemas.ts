import Type, { type Static, type TObject, type TProperties, type TSchema } from 'typebox';
import { KEY_PATTERN } from '../../primitives/key.js';

/** JSON that its writer chose: nothing more is known of it than that it is JSON. */
type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };

/** The types that answers are made of. A schema with `$id` becomes a component of that name in the OpenAPI document. */
export const Text = Type.String();
export const Key = Type.String({ pattern: KEY_PATTERN.source });
export const Id = Type.String({ format: 'uuid' });
export const Time = Type.String({ format: 'date-time', description: 'ISO 8601, UTC' });
export const Decimal = Type.String({ pattern: '^-?\\d+(\\.\\d+)?$', description: 'A decimal as text: exact' });
export const Count = Type.Integer({ minimum: 0 });
export const Position = Type.String({ description: 'A place in the log. Of two, the later one sorts after the other' });
export const Revision = Type.Integer({ minimum: -1, description: 'Number of the last change; for If-Match' });
export const AnyJson = Type.Unsafe<Json>({ $id: 'Json', description: 'Any JSON value' });
export const JsonValue = Type.Unsafe<NonNullable<Json>>({
  $id: 'JsonValue',
  description: 'Any JSON value but null',
  anyOf: [
    { type: 'string' },
    { type: 'number' },
    { type: 'boolean' },
    { type: 'object', additionalProperties: true },
    { type: 'array', items: {} },
  ],
});
export const AnyObject = Type.Unsafe<Readonly<Record<string, Json>>>({
  $id: 'JsonObject',
  type: 'object',
  additionalProperties: true,
  description: 'A JSON object of any shape',
});
export const Condition = Type.Unsafe<Readonly<Record<string, unknown>>>({
  $id: 'Condition',
  type: 'object',
  additionalProperties: true,
  description: 'A targeting condition, as written',
});

export const nullable = <S extends TSchema>(schema: S) => Type.Union([schema, Type.Null()]);

/** The semantics that conditions were written under. */
export const Semantics = Type.Integer({ minimum: 1, description: 'The semantics of the conditions beside it' });

/** One of these words. */
export const enumOf = <Words extends readonly string[]>(words: readonly [...Words]) =>
  Type.Unsafe<Words[number]>({ type: 'string', enum: [...words] });

/** An object with free names and values of one type. */
export const mapOf = <S extends TSchema>(schema: S) =>
  Type.Unsafe<Readonly<Record<string, Static<S>>>>({ type: 'object', additionalProperties: schema });

export const NextCursor = Type.Union([Type.String(), Type.Null()], {
  description: '`cursor` of the next page; null: none',
});

/** A page of a list. */
export const listSchema = <S extends TSchema>(item: S) =>
  Type.Object({ items: Type.Array(item), nextCursor: NextCursor });

/** A page of a list that says how many items there are on all pages. */
export const countedListSchema = <S extends TSchema>(item: S) =>
  Type.Object({ items: Type.Array(item), nextCursor: NextCursor, total: Count });

/** A named object type. */
export const named = <P extends TProperties>(name: string, properties: P): TObject<P> =>
  Type.Object(properties, { $id: name });

/** The type of a schema's values, read only as domain types are. */
export type AnswerOf<S extends TSchema> = Immutable<Static<S>>;

type Immutable<T> = T extends readonly (infer Item)[]
  ? readonly Immutable<Item>[]
  : T extends object
    ? { readonly [Name in keyof T]: Immutable<T[Name]> }
    : T;
