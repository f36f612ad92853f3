import { createCodec, type Codec, type EventDefinition } from './codec.js';
import type { DomainEvent } from './decider.js';

type DataByType<Event extends DomainEvent<string, unknown>> = {
  [Type in Event['type']]: Extract<Event, { readonly type: Type }>['data'];
};

export type EventCodec<Event extends DomainEvent<string, unknown>> = Codec<DataByType<Event>>;

/**
 * The codec of a union of events: for each type its current version or, once there has been an earlier one, the version
 * with the upcasters that lead to it.
 */
export function eventCodec<Event extends DomainEvent<string, unknown>>(
  versions: Readonly<Record<Event['type'], number | EventDefinition>>,
): EventCodec<Event> {
  const definitions = Object.entries<number | EventDefinition>(versions).map(([type, version]) => [
    type,
    typeof version === 'number' ? { version } : version,
  ]);
  // The keys are those of `versions`, which names every type of the union.
  return createCodec<DataByType<Event>>(Object.fromEntries(definitions) as Record<Event['type'], EventDefinition>);
}
