/** Versioned event types: a written event has its version, and decoding upcasts it to the current one. */
import type { JsonObject, NewEvent } from '../event-store/index.js';
import { textsIn, withTexts, type Texts } from '../primitives/written-json.js';

/** Converts the data of one version to the next. Pure. */
export type Upcaster = (data: JsonObject) => JsonObject;

export interface EventDefinition {
  /** Current version, counted from 1. */
  readonly version: number;
  /** One for each earlier version n, which converts to n + 1. */
  readonly upcasters?: Readonly<Record<number, Upcaster>>;
  /** The version that data are written in, so that older readers go on if they can. Default: the current one. */
  readonly needs?: (data: JsonObject) => number;
}

/** The union of events of a map from type to data, discriminated by type. */
export type EventOf<Events> = {
  [Type in keyof Events & string]: { readonly type: Type; readonly data: Events[Type] };
}[keyof Events & string];

export type EncodedEvent = Pick<NewEvent, 'type' | 'data' | 'metadata'>;

/** The event type has no definition. */
export class UnknownEventTypeError extends Error {
  override readonly name = 'UnknownEventTypeError';
  constructor(readonly type: string) {
    super(`unknown event type ${type}`);
  }
}

/** The version is invalid, or newer than the definition: a later release wrote it. */
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
  /**
   * Encodes a new event, with its version as `v` in its metadata. Values that are answered as they were written
   * have their texts there, as `texts`: the data remain those that any reader knows.
   */
  encode<Type extends keyof Events & string>(type: Type, data: Events[Type], metadata?: JsonObject): EncodedEvent;
  /** Decodes to the current version; no `v` means version 1. @throws UnknownEventTypeError, UnknownEventVersionError */
  decode(stored: EncodedEvent): EventOf<Events>;
  /** True if this codec decodes the type. */
  knows(type: string): type is keyof Events & string;
}

/** @throws TypeError if a definition lacks an upcaster */
export function createCodec<Events extends object>(
  definitions: Readonly<Record<keyof Events & string, EventDefinition>>,
): Codec<Events> {
  const byType = new Map<string, EventDefinition>(Object.entries<EventDefinition>(definitions));
  for (const [type, { version, upcasters }] of byType) {
    for (let from = 1; from < version; from += 1)
      if (!upcasters?.[from]) throw new TypeError(`event type ${type}: no upcaster from version ${from}`);
  }
  return {
    encode: (type, data, metadata = {}) => {
      const { version, needs } = definitions[type];
      // The data types of the map are JSON by convention; an interface has no index signature to prove it.
      const json = data as JsonObject;
      return { type, data: json, metadata: { ...metadata, v: needs?.(json) ?? version, ...textsOf(data) } };
    },
    decode: ({ type, data, metadata }) => {
      const definition = byType.get(type);
      if (!definition) throw new UnknownEventTypeError(type);
      // The cast is safe, because the map describes the current version.
      return {
        type,
        data: lift(type, definition, withTexts(data, textsBeside(metadata)), metadata['v'] ?? 1),
      } as unknown as EventOf<Events>;
    },
    knows: (type): type is keyof Events & string => byType.has(type),
  };
}

function textsOf(data: unknown): { readonly texts?: Texts } {
  const texts = textsIn(data);
  return texts === undefined ? {} : { texts };
}

// The cast is safe, because the encoding codec wrote it.
const textsBeside = (metadata: JsonObject): Texts | undefined => metadata['texts'] as Texts | undefined;

function lift(type: string, { version, upcasters }: EventDefinition, data: JsonObject, stored: unknown): JsonObject {
  if (typeof stored !== 'number' || !Number.isInteger(stored) || stored < 1 || stored > version)
    throw new UnknownEventVersionError(type, stored);
  let lifted = data;
  for (let from = stored; from < version; from += 1) lifted = upcasters?.[from]?.(lifted) ?? lifted;
  return lifted;
}
