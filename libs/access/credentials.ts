import type { Aggregate } from '../event-sourcing/aggregate.js';
import type { DomainEvent } from '../event-sourcing/decider.js';
import { eventCodec } from '../event-sourcing/event-codec.js';
import { forbidden, type Refusal } from '../primitives/refusal.js';

/** A link by which a user sets a password, once. */
export interface PasswordLink {
  readonly purpose: 'invitation' | 'reset';
  /** SHA-256 of the link's token, hexadecimal. */
  readonly hash: string;
  /** ISO 8601. */
  readonly expiresAt: string;
}

/** A subject of an identity provider that signs in as the user. */
export interface JoinedIdentity {
  readonly issuer: string;
  readonly subject: string;
}

/** How a user signs in. No view in memory and no read model holds it. */
export interface Credentials {
  /** In the PHC format of argon2id; null: the user has no password. */
  readonly passwordHash: string | null;
  readonly link: PasswordLink | null;
  readonly identities: readonly JoinedIdentity[];
}

/** On `credentials-<user's id>`. */
export type CredentialsEvent =
  | DomainEvent<'password_link_made', PasswordLink>
  | DomainEvent<'password_link_ended', Record<string, never>>
  | DomainEvent<'password_set', { passwordHash: string }>
  | DomainEvent<'identity_joined', JoinedIdentity>;

const CREDENTIALS_CATEGORY = 'credentials';
export const credentialsStream = (userId: string): string => `${CREDENTIALS_CATEGORY}-${userId}`;

export const credentialsAggregate: Aggregate<Credentials, CredentialsEvent> = {
  category: CREDENTIALS_CATEGORY,
  codec: eventCodec<CredentialsEvent>({
    password_link_made: 1,
    password_link_ended: 1,
    password_set: 1,
    identity_joined: 1,
  }),
  initialState: { passwordHash: null, link: null, identities: [] },
  shared: true,
  evolve: (credentials, event) => {
    switch (event.type) {
      case 'password_link_made':
        return { ...credentials, link: event.data };
      case 'password_link_ended':
        return { ...credentials, link: null };
      case 'password_set':
        // A new password ends a link that was made before it.
        return { ...credentials, passwordHash: hashIn(event.data.passwordHash), link: null };
      case 'identity_joined':
        return { ...credentials, identities: [...credentials.identities, event.data] };
    }
  },
};

/** A hash whose key is gone is none: the user needs another link. */
const hashIn = (passwordHash: string): string | null => (passwordHash.startsWith('$') ? passwordHash : null);

export const makePasswordLink = (
  hash: string,
  { passwordHash }: Credentials,
  expiresAt: string,
): CredentialsEvent[] => [
  { type: 'password_link_made', data: { purpose: passwordHash === null ? 'invitation' : 'reset', hash, expiresAt } },
];

/** Ends a link that nobody has used. */
export const endPasswordLink = ({ link }: Credentials): CredentialsEvent[] =>
  link === null ? [] : [{ type: 'password_link_ended', data: {} }];

export const setPassword = (passwordHash: string): CredentialsEvent[] => [
  { type: 'password_set', data: { passwordHash } },
];

/**
 * Sets a password by a link.
 * @param hash of the token that the caller brought
 * @throws Refusal for a link that was used, replaced, or has expired at `at`; it does not say which
 */
export function setPasswordByLink(
  { link }: Credentials,
  hash: string,
  passwordHash: string,
  at: string,
): CredentialsEvent[] {
  if (link === null || link.hash !== hash || link.expiresAt <= at) throw refusedLink();
  return setPassword(passwordHash);
}

/** The refusal of every link that is not valid. */
export const refusedLink = (): Refusal =>
  forbidden(
    'link_not_valid',
    'this link is not valid: it was used, has expired, or was replaced. Ask an admin for another',
  );

/**
 * Joins a subject to the user. One subject of each issuer: an address that the provider gave to somebody else brings
 * no one into the account of its former owner.
 */
export const joinIdentity = ({ identities }: Credentials, joined: JoinedIdentity): CredentialsEvent[] =>
  identities.some(({ issuer }) => issuer === joined.issuer) ? [] : [{ type: 'identity_joined', data: joined }];

export const hasIdentity = ({ identities }: Credentials, { issuer, subject }: JoinedIdentity): boolean =>
  identities.some((one) => one.issuer === issuer && one.subject === subject);
