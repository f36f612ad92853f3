import type { Aggregate } from '../event-sourcing/aggregate.js';
import type { DomainEvent } from '../event-sourcing/decider.js';
import { eventCodec } from '../event-sourcing/event-codec.js';
import { derivedId } from '../platform/ids.js';

/** A subject of an identity provider, bound for ever to one user. */
export interface Identity {
  readonly issuer: string;
  readonly subject: string;
  readonly userId: string;
}

/** On `identity-<id>`; the id follows from issuer and subject, so that one subject is one user. */
export type IdentityEvent = DomainEvent<'identity_bound', Identity>;

const IDENTITY_CATEGORY = 'identity';
export const identityIdOf = (issuer: string, subject: string): string => derivedId('identity', issuer, subject);
export const identityStream = (id: string): string => `${IDENTITY_CATEGORY}-${id}`;

export const identityAggregate: Aggregate<Identity | null, IdentityEvent> = {
  category: IDENTITY_CATEGORY,
  codec: eventCodec<IdentityEvent>({ identity_bound: 1 }),
  initialState: null,
  shared: true,
  evolve: (_, event) => event.data,
};

/** Binds a subject, unless it is bound. */
export const bindIdentity = (identity: Identity | null, wanted: Identity): IdentityEvent[] =>
  identity ? [] : [{ type: 'identity_bound', data: wanted }];
