import { below } from '../primitives/pointer.js';

type Convert = (value: unknown) => unknown;
type RequestClass = new () => object;

/** How a field's value becomes that of the request class. */
interface FieldReading {
  /** Converts the value before it is checked. */
  readonly convert?: Convert;
  /** The class of the objects in the field, or in its list. */
  readonly holds?: () => RequestClass;
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
  const impossible: string[] = [];
  return { request: instanceOf(type, sent, '', impossible), impossible };
}

function instanceOf<T extends object>(
  type: new () => T,
  sent: NonNullable<unknown>,
  pointer: string,
  impossible: string[],
): T {
  const request = new type();
  for (const [name, value] of Object.entries<unknown>(sent)) {
    const at = below(pointer, name);
    if (name in Object.prototype) {
      impossible.push(at);
      continue;
    }
    const { convert, holds } = readingOf(type.prototype as object, name) ?? {};
    const converted = convert ? convert(value) : value;
    Reflect.set(request, name, holds ? heldIn(converted, holds(), at, impossible) : converted);
  }
  return request;
}

function heldIn(value: unknown, type: RequestClass, pointer: string, impossible: string[]): unknown {
  if (Array.isArray(value)) {
    return value.map((item: unknown, index) => heldIn(item, type, below(pointer, index), impossible));
  }
  return value !== null && typeof value === 'object' ? instanceOf(type, value, pointer, impossible) : value;
}
