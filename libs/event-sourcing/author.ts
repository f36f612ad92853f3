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
}

/** Always exists; admins create further environments. */
export const DEFAULT_ENVIRONMENT = 'production';
