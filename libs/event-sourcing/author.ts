/** The author of a change: a person, a service key, or the system, whose name is the rule that acted. */
export interface Author {
  readonly kind: 'user' | 'key' | 'system';
  readonly id: string;
  readonly name: string;
}

export const ROLES = ['viewer', 'experimenter', 'approver', 'admin'] as const;
export type Role = (typeof ROLES)[number];

export const SCOPES = ['manage', 'read', 'decide', 'ingest', 'halt'] as const;
export type Scope = (typeof SCOPES)[number];

/** An author with its permissions. A service key has no role. */
export interface Actor extends Author {
  readonly role: Role | null;
  readonly scopes: readonly Scope[];
  /** Ids of other accounts of the same person: together they have one voice. */
  readonly otherAccounts?: readonly string[];
}

/** True if the actor is the user with this id, by this or another account. */
export const isOneself = ({ id, otherAccounts = [] }: Actor, userId: string): boolean =>
  id === userId || otherAccounts.includes(userId);

/** Always exists; admins create further environments. */
export const DEFAULT_ENVIRONMENT = 'production';
