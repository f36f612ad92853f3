import type { Role } from '../event-sourcing/author.js';
import type { Aggregate } from '../event-sourcing/aggregate.js';
import { eventCodec } from '../event-sourcing/event-codec.js';
import type { DomainEvent } from '../event-sourcing/decider.js';
import { derivedId } from '../platform/ids.js';
import { FORGOTTEN } from '../primitives/forgotten.js';
import { conflict, invalid, notFound } from '../primitives/refusal.js';

export const ENVIRONMENT_ROLES = ['viewer', 'experimenter', 'approver'] as const satisfies readonly Role[];

/** Roles in single environments, by environment; elsewhere the user's own role counts. */
export type EnvironmentRoles = Readonly<Record<string, (typeof ENVIRONMENT_ROLES)[number]>>;

export interface User {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  /** For everything that belongs to no environment, and in every environment without a role of its own. */
  readonly role: Role;
  readonly environmentRoles: EnvironmentRoles;
  /** A deactivated user's keys, sessions and tokens are not valid. */
  readonly deactivated: boolean;
  /** Name and address are gone for good, and the account stays deactivated. */
  readonly forgotten: boolean;
  /** Grows with each change that ends the user's sessions: of rights, of the password, of the account being active. */
  readonly sessionsFrom: number;
}

type AddedUser = Omit<User, 'deactivated' | 'forgotten' | 'sessionsFrom'>;

/** On `user-<id>`. */
export type UserEvent =
  | DomainEvent<'user_added', AddedUser>
  | DomainEvent<'user_changed', { name?: string; role?: Role; environmentRoles?: EnvironmentRoles }>
  | DomainEvent<'user_sessions_ended', { reason: 'password_changed' }>
  | DomainEvent<'user_deactivated', Record<string, never>>
  | DomainEvent<'user_reactivated', Record<string, never>>
  | DomainEvent<'user_forgotten', Record<string, never>>;

const USER_CATEGORY = 'user';
export const userStream = (id: string): string => `${USER_CATEGORY}-${id}`;

/** Addresses are compared in this form. */
export const sameEmailAs = (email: string): string => email.trim().toLowerCase();

/** Derives the id from the e-mail address, so that an address is unique without a second stream to read. */
export const userIdOf = (email: string): string => derivedId('user', sameEmailAs(email));

export const userAggregate: Aggregate<User | null, UserEvent> = {
  category: USER_CATEGORY,
  codec: eventCodec<UserEvent>({
    user_added: { version: 2, upcasters: { 1: (data) => ({ ...data, environmentRoles: {} }) } },
    user_changed: { version: 2, upcasters: { 1: (data) => data } },
    user_sessions_ended: 1,
    user_deactivated: 1,
    user_reactivated: 1,
    user_forgotten: 1,
  }),
  initialState: null,
  shared: true,
  evolve: (user, event) => {
    switch (event.type) {
      case 'user_added':
        return { ...event.data, deactivated: false, forgotten: false, sessionsFrom: 0 };
      case 'user_changed': {
        const { role, environmentRoles } = event.data;
        const changesRights = role !== undefined || environmentRoles !== undefined;
        return user && { ...user, ...event.data, sessionsFrom: user.sessionsFrom + (changesRights ? 1 : 0) };
      }
      case 'user_sessions_ended':
        return user && { ...user, sessionsFrom: user.sessionsFrom + 1 };
      case 'user_deactivated':
        return user && { ...user, deactivated: true, sessionsFrom: user.sessionsFrom + 1 };
      case 'user_reactivated':
        return user && { ...user, deactivated: false, sessionsFrom: user.sessionsFrom + 1 };
      case 'user_forgotten':
        return user && { ...user, name: FORGOTTEN, email: FORGOTTEN, forgotten: true };
    }
  },
};

/** The user's role in an environment. */
export const roleIn = (
  { role, environmentRoles }: Pick<User, 'role' | 'environmentRoles'>,
  environment: string,
): Role => (Object.hasOwn(environmentRoles, environment) ? (environmentRoles[environment] ?? role) : role);

export function addUser(user: User | null, command: AddedUser): UserEvent[] {
  if (user?.forgotten) {
    throw conflict('forgotten', 'the person with this address was forgotten, and cannot be added again under it');
  }
  if (user) throw conflict('email_taken', `there is a user with the e-mail address ${command.email}`);
  checkRoles(command.role, command.environmentRoles);
  return [{ type: 'user_added', data: command }];
}

/** Changes of a user; a field that is undefined stays as it is. */
export interface UserChanges {
  readonly name?: string | undefined;
  readonly role?: Role | undefined;
  readonly environmentRoles?: EnvironmentRoles | undefined;
}

/** @param by id of the author: nobody changes their own role, so that an admin is left */
export function changeUser(user: User | null, id: string, changes: UserChanges, by: string): UserEvent[] {
  if (!user) throw notFound('user', id);
  checkNotForgotten(user);
  const { name, role, environmentRoles } = changes;
  if (id === by && role !== undefined && role !== user.role) {
    throw conflict('own_account', 'another admin has to change your role');
  }
  checkRoles(role ?? user.role, environmentRoles ?? user.environmentRoles);
  const data = {
    ...(name !== undefined && name !== user.name && { name }),
    ...(role !== undefined && role !== user.role && { role }),
    ...(environmentRoles !== undefined && !sameRoles(environmentRoles, user.environmentRoles) && { environmentRoles }),
  };
  return Object.keys(data).length > 0 ? [{ type: 'user_changed', data }] : [];
}

/** An admin changes what belongs to no environment, so a lower role in one would protect nothing. */
function checkRoles(role: Role, environmentRoles: EnvironmentRoles): void {
  if (role !== 'admin' || Object.keys(environmentRoles).length === 0) return;
  throw invalid('admin_everywhere', 'an admin is admin in every environment', '/environmentRoles');
}

function sameRoles(some: EnvironmentRoles, others: EnvironmentRoles): boolean {
  const environments = Object.keys(some);
  return (
    environments.length === Object.keys(others).length &&
    environments.every((environment) => some[environment] === others[environment])
  );
}

export function deactivateUser(user: User | null, id: string, by: string): UserEvent[] {
  if (!user) throw notFound('user', id);
  if (id === by) throw conflict('own_account', 'another admin has to deactivate your account');
  return user.deactivated ? [] : [{ type: 'user_deactivated', data: {} }];
}

export function reactivateUser(user: User | null, id: string): UserEvent[] {
  if (!user) throw notFound('user', id);
  checkNotForgotten(user);
  return user.deactivated ? [{ type: 'user_reactivated', data: {} }] : [];
}

/** Forgets who a deactivated user was. It cannot be undone. */
export function forgetUser(user: User | null, id: string): UserEvent[] {
  if (!user) throw notFound('user', id);
  if (!user.deactivated) {
    throw conflict(
      'not_deactivated',
      `${user.name} is active: deactivate the account first, and hand over its experiments`,
    );
  }
  return user.forgotten ? [] : [{ type: 'user_forgotten', data: {} }];
}

/** @throws Refusal `forgotten` */
export function checkNotForgotten({ forgotten }: User): void {
  if (forgotten) throw conflict('forgotten', 'this person was forgotten: the account stays as it is');
}

export function endSessions(user: User | null, id: string): UserEvent[] {
  if (!user) throw notFound('user', id);
  return [{ type: 'user_sessions_ended', data: { reason: 'password_changed' } }];
}

/** The JSON document of a user. */
export function userDocument({ id, name, email, role, environmentRoles, deactivated, forgotten }: User) {
  return { id, name, email, role, environmentRoles, deactivated, forgotten };
}
