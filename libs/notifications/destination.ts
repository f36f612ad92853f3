import type { Aggregate } from '../event-sourcing/aggregate.js';
import { eventCodec } from '../event-sourcing/event-codec.js';
import type { DomainEvent } from '../event-sourcing/decider.js';
import { changedFields } from '../primitives/changed-fields.js';
import { conflict, invalid, notFound } from '../primitives/refusal.js';

export const DESTINATION_KINDS = ['webhook', 'slack', 'teams', 'email'] as const;
export type DestinationKind = (typeof DESTINATION_KINDS)[number];

/** What only the sender reads; each text is sealed (`platform/sealed-text.ts`). */
export interface SealedParts {
  /** The whole address: that of a chat is a secret by itself. Absent of e-mail. */
  readonly url?: string;
  /** The secret that a webhook is signed with, and the one before it. */
  readonly signing?: string;
  readonly previous?: string;
}

/** Where notifications go. */
export interface Destination {
  readonly id: string;
  readonly name: string;
  readonly kind: DestinationKind;
  /** Scheme and host of the address; null of e-mail. */
  readonly host: string | null;
  /** Addresses of e-mail. */
  readonly to: readonly string[];
  /** Notifications that it gets singly within a minute; more of them go as a digest. */
  readonly perMinute: number;
  /** A webhook is signed with the secret before the last rotation, too, until then; ISO 8601 UTC. */
  readonly previousUntil: string | null;
  /** Why nothing is sent: an admin asked for it, or it answered 410. */
  readonly disabled: 'asked' | 'gone' | null;
  readonly secret: SealedParts;
}

type Added = Omit<Destination, 'previousUntil' | 'disabled'>;
export type DestinationChanges = Partial<Pick<Destination, 'name' | 'host' | 'to' | 'perMinute'>> & {
  readonly secret?: Pick<SealedParts, 'url'>;
};

/** On `notification_destination-<id>`. */
export type DestinationEvent =
  | DomainEvent<'destination_added', Added>
  | DomainEvent<'destination_changed', DestinationChanges>
  | DomainEvent<'destination_secret_rotated', { secret: SealedParts; previousUntil: string }>
  | DomainEvent<'destination_disabled', { because: 'asked' | 'gone' }>
  | DomainEvent<'destination_enabled', Record<string, never>>
  | DomainEvent<'destination_removed', Record<string, never>>
  | DomainEvent<'destination_test_requested', { delivery: string }>
  | DomainEvent<'delivery_resend_requested', { delivery: string }>;

const DESTINATION_CATEGORY = 'notification_destination';
export const destinationStream = (id: string): string => `${DESTINATION_CATEGORY}-${id}`;

/** Null before it is added, and after it is removed. */
export const destinationAggregate: Aggregate<Destination | null, DestinationEvent> = {
  category: DESTINATION_CATEGORY,
  codec: eventCodec<DestinationEvent>({
    destination_added: 1,
    destination_changed: 1,
    destination_secret_rotated: 1,
    destination_disabled: 1,
    destination_enabled: 1,
    destination_removed: 1,
    destination_test_requested: 1,
    delivery_resend_requested: 1,
  }),
  initialState: null,
  shared: true,
  evolve: (state, event) => {
    if (event.type === 'destination_added') return { ...event.data, previousUntil: null, disabled: null };
    if (event.type === 'destination_removed') return null;
    return state && evolved(state, event);
  },
};

function evolved(
  state: Destination,
  event: Exclude<DestinationEvent, { type: 'destination_added' | 'destination_removed' }>,
): Destination {
  switch (event.type) {
    case 'destination_changed':
      return { ...state, ...event.data, secret: { ...state.secret, ...event.data.secret } };
    case 'destination_secret_rotated': {
      const { secret, previousUntil } = event.data;
      return { ...state, previousUntil, secret: { ...state.secret, ...secret } };
    }
    case 'destination_disabled':
      return { ...state, disabled: event.data.because };
    case 'destination_enabled':
      return { ...state, disabled: null };
    case 'destination_test_requested':
    case 'delivery_resend_requested':
      return state;
  }
}

/** @throws Refusal of an address that does not fit the kind */
export function addDestination(state: Destination | null, command: Added): DestinationEvent[] {
  if (state) throw conflict('id_taken', 'a destination with this id exists already');
  checkFits(command);
  return [{ type: 'destination_added', data: command }];
}

export function changeDestination(
  state: Destination | null,
  id: string,
  changes: DestinationChanges,
): DestinationEvent[] {
  const before = existing(state, id);
  const { secret, ...shown } = changes;
  // A sealed text never equals another one of the same content.
  const data = { ...changedFields<Omit<DestinationChanges, 'secret'>>(shown, before), ...(secret && { secret }) };
  if (Object.keys(data).length === 0) return [];
  checkFits({ ...before, ...data, secret: { ...before.secret, ...secret } });
  return [{ type: 'destination_changed', data }];
}

/** @param sealed the new secret @param previousUntil time until which the one before signs, too; ISO 8601 UTC */
export function rotateSecret(
  state: Destination | null,
  id: string,
  sealed: string,
  previousUntil: string,
): DestinationEvent[] {
  const { kind, secret } = existing(state, id);
  if (kind !== 'webhook') throw conflict('no_secret', `a destination of kind ${kind} has no secret to rotate`);
  const previous = secret.signing === undefined ? {} : { previous: secret.signing };
  return [{ type: 'destination_secret_rotated', data: { secret: { signing: sealed, ...previous }, previousUntil } }];
}

export function disableDestination(
  state: Destination | null,
  id: string,
  because: 'asked' | 'gone',
): DestinationEvent[] {
  return existing(state, id).disabled === null ? [{ type: 'destination_disabled', data: { because } }] : [];
}

export function enableDestination(state: Destination | null, id: string): DestinationEvent[] {
  return existing(state, id).disabled === null ? [] : [{ type: 'destination_enabled', data: {} }];
}

export function removeDestination(state: Destination | null, id: string): DestinationEvent[] {
  existing(state, id);
  return [{ type: 'destination_removed', data: {} }];
}

/** Asks for a test, or for a delivery to be sent again. @throws Refusal `destination_disabled` */
export function requestDelivery(
  state: Destination | null,
  id: string,
  type: 'destination_test_requested' | 'delivery_resend_requested',
  delivery: string,
): DestinationEvent[] {
  if (existing(state, id).disabled !== null) {
    throw conflict('destination_disabled', 'nothing is sent to a disabled destination: enable it first');
  }
  return [{ type, data: { delivery } }];
}

function existing(state: Destination | null, id: string): Destination {
  if (!state) throw notFound('destination', id);
  return state;
}

function checkFits({ kind, to, secret }: Pick<Destination, 'kind' | 'to' | 'secret'>): void {
  if (kind === 'email') {
    if (to.length === 0) throw invalid('required', 'e-mail needs addresses', '/to');
    if (secret.url !== undefined) throw invalid('not_allowed', 'e-mail has addresses in `to`, and no url', '/url');
    return;
  }
  if (secret.url === undefined) throw invalid('required', `a destination of kind ${kind} needs a url`, '/url');
  if (to.length > 0) throw invalid('not_allowed', 'only e-mail has addresses', '/to');
}

/** The JSON document of a destination, without its secrets. */
export function destinationDocument({ id, name, kind, host, to, perMinute, previousUntil, disabled }: Destination) {
  return { id, name, kind, host, to, perMinute, previousUntil, disabled };
}
