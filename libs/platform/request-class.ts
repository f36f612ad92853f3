import { below } from '../primitives/pointer.js';
import { keepText } from '../primitives/written-json.js';
import { textOfBody } from './body-parser.js';
import { textsAt } from './json-tokens.js';

type Convert = (value: unknown) => unknown;
type RequestClass = new () => object;

/** How a field's value becomes that of the request class. */
interface FieldReading {
  /** Converts the value before it is checked. */
  readonly convert?: Convert;
  /** The class of the objects in the field, or in its list. */
  readonly holds?: () => RequestClass;
  /** What of the field is answered as it was written: its value, or each of its members. */
  readonly asWritten?: 'value' | 'members';
}

/** By the prototype that declares the fields, and by their names. */
const readings = new WeakMap<object, Map<string | symbol, FieldReading>>();

/** Says how a field is read; several of these on one field apply one after another. */
export const ReadAs = (reading: FieldReading): PropertyDecorator => {
  return (prototype, name) => {
    const fields = readings.get(prototype) ?? new Map<string | symbol, FieldReading>();
    const { convert: before, ...others } = fields.get(name) ?? {};
    const { convert: after } = reading;
    const convert = before && after ? (value: unknown): unknown => after(before(value)) : (after ?? before);
    readings.set(prototype, fields.set(name, { ...others, ...reading, ...(convert && { convert }) }));
  };
};

function readingOf(prototype: Parameters<PropertyDecorator>[0] | null, name: string): FieldReading | undefined {
  if (prototype === null) return undefined;
  return (
    readings.get(prototype)?.get(name) ??
    readingOf(Object.getPrototypeOf(prototype) as Parameters<PropertyDecorator>[0] | null, name)
  );
}

/** Says that a field of free JSON is answered as it was written. */
export const AsWritten = (what: 'value' | 'members'): PropertyDecorator => ReadAs({ asWritten: what });

/** A request as an instance of its class, and pointers of fields that no class can have. */
export interface Read<T> {
  readonly request: T;
  readonly impossible: readonly string[];
}

/**
 * Makes a request of a JSON object. Free JSON in it is neither copied nor looked into, so its names may be any.
 * A field with a name that every object inherits, such as `constructor`, would shadow that: it is left out and told.
 */
export function requestOf<T extends object>(type: new () => T, sent: NonNullable<unknown>): Read<T> {
  const found: Found = { impossible: [], written: new Map() };
  const request = instanceOf(type, sent, '', found);
  if (found.written.size > 0) keepTexts(textOfBody(sent) ?? '', found.written);
  return { request, impossible: found.impossible };
}

/** What reading a request found beside its fields. */
interface Found {
  readonly impossible: string[];
  /** The objects and lists that are answered as they were written, by their pointers. */
  readonly written: Map<string, NonNullable<unknown>>;
}

// As large as a value may be; a longer text has white space that is dropped.
const MAX_TEXT_BYTES = 65_536;

function keepTexts(body: string, written: Found['written']): void {
  for (const [pointer, text] of textsAt(body, new Set(written.keys()))) {
    const value = written.get(pointer);
    if (value !== undefined && Buffer.byteLength(text) <= MAX_TEXT_BYTES) keepText(value, text);
  }
}

function instanceOf<T extends object>(type: new () => T, sent: NonNullable<unknown>, pointer: string, found: Found): T {
  const request = new type();
  for (const [name, value] of Object.entries<unknown>(sent)) {
    const at = below(pointer, name);
    if (name in Object.prototype) {
      found.impossible.push(at);
      continue;
    }
    const { convert, holds, asWritten } = readingOf(type.prototype as object, name) ?? {};
    const converted = convert ? convert(value) : value;
    Reflect.set(request, name, holds ? heldIn(converted, holds(), at, found) : converted);
    if (asWritten !== undefined) noteWritten(value, asWritten, at, found);
  }
  return request;
}

function noteWritten(value: unknown, what: 'value' | 'members', pointer: string, found: Found): void {
  if (value === null || typeof value !== 'object') return;
  if (what === 'value') found.written.set(pointer, value);
  else for (const [name, member] of Object.entries(value)) noteWritten(member, 'value', below(pointer, name), found);
}

function heldIn(value: unknown, type: RequestClass, pointer: string, found: Found): unknown {
  if (Array.isArray(value)) {
    return value.map((item: unknown, index) => heldIn(item, type, below(pointer, index), found));
  }
  return value !== null && typeof value === 'object' ? instanceOf(type, value, pointer, found) : value;
}
