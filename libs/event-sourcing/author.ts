/** Who did something: a person, a service key, or the system with the rule that acted as its name. */
export interface Author {
  readonly kind: 'user' | 'key' | 'system';
  readonly id: string;
  readonly name: string;
}

export const ROLES = ['viewer', 'experimenter', 'approver', 'admin'] as const;
export type Role = (typeof ROLES)[number];

export const SCOPES = ['manage', 'read', 'decide', 'ingest', 'halt'] as const;
export type Scope = (typeof SCOPES)[number];

/** An author with what it may do. A service key has no role. */
export interface Actor extends Author {
  readonly role: Role | null;
  readonly scopes: readonly Scope[];
}

/** There from the beginning; admins make more. */
export const DEFAULT_ENVIRONMENT = 'production';
