import type { Role } from '../event-sourcing/author.js';
import type { Aggregate } from '../event-sourcing/aggregate.js';
import { eventCodec } from '../event-sourcing/event-codec.js';
import type { DomainEvent } from '../event-sourcing/decider.js';
import { derivedId } from '../platform/ids.js';
import { conflict, notFound } from '../primitives/refusal.js';

export interface User {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly role: Role;
}

/** On `user-<id>`. */
export type UserEvent = DomainEvent<'user_added', User> | DomainEvent<'user_changed', { name?: string; role?: Role }>;

const USER_CATEGORY = 'user';
export const userStream = (id: string): string => `${USER_CATEGORY}-${id}`;

/** Derives the id from the e-mail address, so that an address is unique without a second stream to read. */
export const userIdOf = (email: string): string => derivedId('user', email.trim().toLowerCase());

export const userAggregate: Aggregate<User | null, UserEvent> = {
  category: USER_CATEGORY,
  codec: eventCodec<UserEvent>({ user_added: 1, user_changed: 1 }),
  initialState: null,
  shared: true,
  evolve: (user, event) => {
    switch (event.type) {
      case 'user_added':
        return event.data;
      case 'user_changed':
        return user && { ...user, ...event.data };
    }
  },
};

export function addUser(user: User | null, command: User): UserEvent[] {
  if (user) throw conflict('email_taken', `there is a user with the e-mail address ${command.email}`);
  return [{ type: 'user_added', data: command }];
}

export function changeUser(
  user: User | null,
  id: string,
  changes: { readonly name?: string | undefined; readonly role?: Role | undefined },
): UserEvent[] {
  if (!user) throw notFound('user', id);
  const { name, role } = changes;
  const data = {
    ...(name !== undefined && name !== user.name && { name }),
    ...(role !== undefined && role !== user.role && { role }),
  };
  return Object.keys(data).length > 0 ? [{ type: 'user_changed', data }] : [];
}
