/** Versioned event types: what is written says its version, what is read is lifted to the current one. */
import type { JsonObject, NewEvent } from '../event-store/index.js';

/** Lifts the data of one version to the next. Pure. */
export type Upcaster = (data: JsonObject) => JsonObject;

export interface EventDefinition {
  /** Current version, counted from 1. */
  readonly version: number;
  /** One for each earlier version n, lifting it to n + 1. */
  readonly upcasters?: Readonly<Record<number, Upcaster>>;
}

/** An event of a map from type to data, told apart by its type. */
export type EventOf<Events> = {
  [Type in keyof Events & string]: { readonly type: Type; readonly data: Events[Type] };
}[keyof Events & string];

export type EncodedEvent = Pick<NewEvent, 'type' | 'data' | 'metadata'>;

/** A type that no definition names. */
export class UnknownEventTypeError extends Error {
  override readonly name = 'UnknownEventTypeError';
  constructor(readonly type: string) {
    super(`unknown event type ${type}`);
  }
}

/** A version that no definition reaches: written by a later release, or not a version at all. */
export class UnknownEventVersionError extends Error {
  override readonly name = 'UnknownEventVersionError';
  constructor(
    readonly type: string,
    readonly version: unknown,
  ) {
    super(`event type ${type}: unknown version ${JSON.stringify(version)}`);
  }
}

export interface Codec<Events> {
  /** Type, data and the current version as `v` of the metadata, for a new event. */
  encode<Type extends keyof Events & string>(type: Type, data: Events[Type], metadata?: JsonObject): EncodedEvent;
  /** The event at its current version; without a `v` it was written as version 1. @throws UnknownEventTypeError, UnknownEventVersionError */
  decode(stored: EncodedEvent): EventOf<Events>;
  /** True for a type that this codec decodes. */
  knows(type: string): type is keyof Events & string;
}

/** @throws TypeError for a definition that lacks an upcaster */
export function createCodec<Events extends object>(
  definitions: Readonly<Record<keyof Events & string, EventDefinition>>,
): Codec<Events> {
  const byType = new Map<string, EventDefinition>(Object.entries<EventDefinition>(definitions));
  for (const [type, { version, upcasters }] of byType) {
    for (let from = 1; from < version; from += 1)
      if (!upcasters?.[from]) throw new TypeError(`event type ${type}: no upcaster from version ${from}`);
  }
  return {
    encode: (type, data, metadata = {}) => ({
      type,
      // The map's data types are JSON by convention; an interface has no index signature to prove it.
      data: data as JsonObject,
      metadata: { ...metadata, v: definitions[type].version },
    }),
    decode: ({ type, data, metadata }) => {
      const definition = byType.get(type);
      if (!definition) throw new UnknownEventTypeError(type);
      // Upcast to the current version, which is what the map describes.
      return { type, data: lift(type, definition, data, metadata['v'] ?? 1) } as unknown as EventOf<Events>;
    },
    knows: (type): type is keyof Events & string => byType.has(type),
  };
}

function lift(type: string, { version, upcasters }: EventDefinition, data: JsonObject, stored: unknown): JsonObject {
  if (typeof stored !== 'number' || !Number.isInteger(stored) || stored < 1 || stored > version)
    throw new UnknownEventVersionError(type, stored);
  let lifted = data;
  for (let from = stored; from < version; from += 1) lifted = upcasters?.[from]?.(lifted) ?? lifted;
  return lifted;
}
