import { createCodec, type Codec, type EventDefinition } from './codec.js';
import type { DomainEvent } from './decider.js';

type DataByType<Event extends DomainEvent<string, unknown>> = {
  [Type in Event['type']]: Extract<Event, { readonly type: Type }>['data'];
};

export type EventCodec<Event extends DomainEvent<string, unknown>> = Codec<DataByType<Event>>;

/**
 * Makes the codec of a union of events. Each type has its current version, and upcasters once it had earlier versions.
 */
export function eventCodec<Event extends DomainEvent<string, unknown>>(
  versions: Readonly<Record<Event['type'], number | EventDefinition>>,
): EventCodec<Event> {
  const definitions = Object.entries<number | EventDefinition>(versions).map(([type, version]) => [
    type,
    typeof version === 'number' ? { version } : version,
  ]);
  // The cast is safe, because `versions` has every type of the union as a key.
  return createCodec<DataByType<Event>>(Object.fromEntries(definitions) as Record<Event['type'], EventDefinition>);
}
