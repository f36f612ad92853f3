import type { Author, Scope } from '../event-sourcing/author.js';
import type { Aggregate } from '../event-sourcing/aggregate.js';
import { eventCodec } from '../event-sourcing/event-codec.js';
import type { DomainEvent } from '../event-sourcing/decider.js';
import { conflict, invalid, notFound } from '../primitives/refusal.js';
import { sameSecret } from '../primitives/same-secret.js';

/** An API key; of its secret only the hash is stored. A key without a user is a service key of one environment. */
export interface ApiKey {
  readonly id: string;
  readonly name: string;
  readonly userId: string | null;
  readonly scopes: readonly Scope[];
  readonly environment: string;
  /** SHA-256 of the whole key, hexadecimal. */
  readonly hash: string;
  /** The secret before the last rotation, until a time; null: none is valid any more. */
  readonly previousSecret: { readonly hash: string; readonly until: string } | null;
  readonly createdAt: string;
  readonly createdBy: Author;
  /** Null: never rotated. */
  readonly rotatedAt: string | null;
  /** The key is invalid from this time on; null: valid until it is revoked. */
  readonly expiresAt: string | null;
  readonly revoked: boolean;
  /** Present for a client key: it is public, because pages and apps carry it. */
  readonly client: ClientKey | null;
}

/** What pages and apps may do with their key. */
export interface ClientKey {
  /** Origins of the pages that may use the key; `*` alone: of any page. Apps send no origin and always may. */
  readonly origins: readonly string[];
}

/** The kinds of keys. */
export const KEY_KINDS = ['user', 'service', 'client'] as const;
export type KeyKind = (typeof KEY_KINDS)[number];

/** What a key is created with. */
export type NewApiKey = Omit<ApiKey, 'revoked' | 'previousSecret' | 'createdAt' | 'createdBy' | 'rotatedAt'>;

/** On `api_key-<id>`. */
export type ApiKeyEvent =
  | DomainEvent<'api_key_created', NewApiKey>
  | DomainEvent<'api_key_rotated', { hash: string; previousUntil: string }>
  | DomainEvent<'api_key_revoked', Record<string, never>>;

const API_KEY_CATEGORY = 'api_key';
export const apiKeyStream = (id: string): string => `${API_KEY_CATEGORY}-${id}`;

const SERVICE_SCOPES: readonly Scope[] = ['decide', 'ingest', 'read', 'halt'];
const CLIENT_SCOPES: readonly Scope[] = ['decide', 'ingest'];
const ANY_ORIGIN = '*';

export const apiKeyAggregate: Aggregate<ApiKey | null, ApiKeyEvent> = {
  category: API_KEY_CATEGORY,
  codec: eventCodec<ApiKeyEvent>({
    api_key_created: {
      version: 3,
      upcasters: { 1: (data) => ({ ...data, expiresAt: null }), 2: (data) => ({ ...data, client: null }) },
      // Readers of version 2 know all keys but client keys.
      needs: ({ client }) => (client === null ? 2 : 3),
    },
    api_key_rotated: 1,
    api_key_revoked: 1,
  }),
  initialState: null,
  shared: true,
  evolve: (key, event, { by, at }) => {
    switch (event.type) {
      case 'api_key_created':
        return { ...event.data, previousSecret: null, createdAt: at, createdBy: by, rotatedAt: null, revoked: false };
      case 'api_key_rotated': {
        const { hash, previousUntil } = event.data;
        return key && { ...key, hash, previousSecret: { hash: key.hash, until: previousUntil }, rotatedAt: at };
      }
      case 'api_key_revoked':
        return key && { ...key, revoked: true };
    }
  },
};

/** @param at time of the creation, ISO 8601 */
export function createApiKey(key: ApiKey | null, command: NewApiKey, at: string): ApiKeyEvent[] {
  if (key) throw conflict('key_taken', 'an API key with this id exists already');
  if (command.expiresAt !== null && command.expiresAt <= at) {
    throw invalid('in_the_past', 'it would have expired already', '/expiresAt');
  }
  if (command.userId === null && command.scopes.some((scope) => !SERVICE_SCOPES.includes(scope))) {
    throw invalid('scope_needs_user', `a key without a user has only ${SERVICE_SCOPES.join(', ')}`, '/scopes');
  }
  if (command.client) checkClient(command, command.client);
  return [{ type: 'api_key_created', data: { ...command, scopes: [...new Set(command.scopes)] } }];
}

function checkClient({ userId, scopes }: NewApiKey, { origins }: ClientKey): void {
  if (userId !== null) throw invalid('client_without_user', 'a client key acts for no user', '/userId');
  if (scopes.some((scope) => !CLIENT_SCOPES.includes(scope))) {
    throw invalid('scope_not_for_clients', `a client key has only ${CLIENT_SCOPES.join(', ')}`, '/scopes');
  }
  const wrong = origins.findIndex((origin) => origin !== ANY_ORIGIN && !isOrigin(origin));
  if (wrong >= 0) {
    const wanted = 'must be an origin as browsers send it, such as https://shop.example, or * alone';
    throw invalid('invalid_origin', wanted, `/origins/${wrong}`);
  }
  if (origins.includes(ANY_ORIGIN) && origins.length > 1) {
    throw invalid('invalid_origin', '* means any origin: send it alone', '/origins');
  }
}

/** True for an origin as browsers write it: a scheme, a host, and no default port. Schemes of apps have no standard form. */
function isOrigin(text: string): boolean {
  if (/^https?:/i.test(text)) return URL.canParse(text) && new URL(text).origin === text;
  return /^[a-z][a-z0-9+.-]*:\/\/[a-z0-9._:-]+$/.test(text);
}

/** True if a page of the origin may use the key; undefined: the sender is an app, or says nothing. */
export const isFrom = ({ origins }: ClientKey, origin: string | undefined): boolean =>
  origin === undefined || origins.includes(origin) || origins[0] === ANY_ORIGIN;

/**
 * Gives the key another secret. The old one stays valid until a time, so that programs can change over.
 * @param at time of the rotation, ISO 8601, as is `previousUntil`
 */
export function rotateApiKey(
  key: ApiKey | null,
  id: string,
  { hash, previousUntil }: { readonly hash: string; readonly previousUntil: string },
  at: string,
): ApiKeyEvent[] {
  if (!key) throw notFound('API key', id);
  if (key.revoked) throw conflict('key_revoked', 'this key is revoked: create another');
  if (key.expiresAt !== null && key.expiresAt <= at)
    throw conflict('key_expired', 'this key has expired: create another');
  return [{ type: 'api_key_rotated', data: { hash, previousUntil } }];
}

export function revokeApiKey(key: ApiKey | null, id: string): ApiKeyEvent[] {
  if (!key) throw notFound('API key', id);
  return key.revoked ? [] : [{ type: 'api_key_revoked', data: {} }];
}

/** The expiry of the key, in epoch milliseconds; Infinity if it has none. */
export const endOf = ({ expiresAt }: Pick<ApiKey, 'expiresAt'>): number =>
  expiresAt === null ? Infinity : Date.parse(expiresAt);

/** When a secret of the key ends, in epoch milliseconds; undefined: it is no secret of the key. */
export function endOfSecret(
  key: Pick<ApiKey, 'hash' | 'previousSecret' | 'expiresAt'>,
  hash: string,
): number | undefined {
  if (sameSecret(hash, key.hash)) return endOf(key);
  const { previousSecret } = key;
  if (!previousSecret || !sameSecret(hash, previousSecret.hash)) return undefined;
  return Math.min(endOf(key), Date.parse(previousSecret.until));
}

const kindOf = ({ userId, client }: ApiKey): KeyKind => {
  if (client) return 'client';
  return userId === null ? 'service' : 'user';
};

/** The JSON document of a key, without its hashes. */
export function apiKeyDocument(key: ApiKey) {
  const { id, name, userId, scopes, environment, expiresAt, revoked, client } = key;
  const { createdAt, createdBy, rotatedAt, previousSecret } = key;
  return {
    ...{
      id,
      name,
      kind: kindOf(key),
      origins: client?.origins ?? null,
      userId,
      scopes,
      environment,
      expiresAt,
      revoked,
      createdAt,
      createdBy,
      rotatedAt,
    },
    previousUntil: previousSecret?.until ?? null,
  };
}
