import type { Json, JsonObject, NewEvent } from '../../event-store/index.js';

/** An event and the stream that it is on. */
export type Placed = Pick<NewEvent, 'type' | 'data'> & { readonly stream: string };

/** A part of an event's data that is sealed: all texts at the path and below it. */
export interface SealedField {
  readonly path: readonly string[];
  /** Whose key seals it; undefined: this event has nothing there. */
  readonly owner: (event: Placed) => string | undefined;
}

/** What is sealed in the log. */
export interface SealedFields {
  /** By type of event. */
  readonly byType: Readonly<Record<string, readonly SealedField[]>>;
  /** Types of events that forget somebody or something, with whom. */
  readonly forgets: Readonly<Record<string, (event: Placed) => string>>;
}

/** The owner of what says who a person is. */
export const personOwner = (userId: string): string => `person ${userId}`;

/** The field of every event that names its author. */
export const AUTHOR_PATH = ['by', 'name'] as const;

/** Whose name the author's is; undefined: that of no person. */
export function authorOwner(metadata: JsonObject): string | undefined {
  const { by } = metadata;
  if (!isObject(by) || by.kind !== 'user' || typeof by.id !== 'string') return undefined;
  return personOwner(by.id);
}

/** The texts at a path and below it. */
export function textsAt(value: Json | undefined, path: readonly string[]): string[] {
  const [name, ...rest] = path;
  if (name === undefined) return textsIn(value);
  return isObject(value) ? textsAt(value[name], rest) : [];
}

/** The same value with other texts at a path and below it. */
export function withTextsAt<Value extends Json>(
  value: Value,
  path: readonly string[],
  change: (text: string) => string,
): Value {
  const [name, ...rest] = path;
  // The casts are safe, because only texts change.
  if (name === undefined) return withTexts(value, change) as Value;
  const inner = isObject(value) ? value[name] : undefined;
  if (inner === undefined) return value;
  return { ...(value as JsonObject), [name]: withTextsAt(inner, rest, change) } as unknown as Value;
}

function textsIn(value: Json | undefined): string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(textsIn);
  return isObject(value) ? Object.values(value).flatMap(textsIn) : [];
}

function withTexts(value: Json, change: (text: string) => string): Json {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((item: Json) => withTexts(item, change));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, withTexts(item, change)]));
}

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
