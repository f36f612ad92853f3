import { describe, expect, it } from '@jest/globals';
import type { JsonObject } from '../event-store/index.js';
import { apiKeyAggregate, endOfSecret, rotateApiKey, type ApiKey } from './api-key.js';
import { principalOf, requireRole, requireScope } from './principal.js';
import { hashSecret, keyIdOf, newSecret } from './secret.js';
import { userIdOf, type User } from './user.js';

const id = '01a204f8-d571-729d-8815-7d7e4ba153d4';
const secret = newSecret(id);
const key: ApiKey = {
  id,
  name: 'k',
  userId: null,
  scopes: ['decide'],
  environment: 'production',
  hash: hashSecret(secret),
  expiresAt: null,
  revoked: false,
  previousSecret: null,
  createdAt: '2026-01-01T00:00:00.000Z',
  createdBy: { kind: 'system', id: 'system', name: 'seed' },
  rotatedAt: null,
  client: null,
};
const user: User = {
  ...{ id: 'u', name: 'Olga', email: 'o@example.org', role: 'experimenter' },
  ...{ environmentRoles: {}, deactivated: false, forgotten: false, sessionsFrom: 0 },
};
const now = new Date('2026-01-01T00:00:00Z');

describe('an API key', () => {
  it('names its own id; a chosen secret has one that follows from it', () => {
    expect(keyIdOf(secret)).toBe(id);
    expect(keyIdOf('a secret of the operator')).toBe(keyIdOf('a secret of the operator'));
    expect(keyIdOf('assay_nonsense_x')).not.toBe(id);
  });

  it('is read as every version stored it, and only a client key needs readers of version 3', () => {
    const { createdAt, createdBy, rotatedAt, revoked, previousSecret, client: _, ...stored } = key;
    const decoded = (data: object, v: number) =>
      apiKeyAggregate.codec.decode({ type: 'api_key_created', data: data as JsonObject, metadata: { v } });
    const { expiresAt, ...first } = stored;
    expect(decoded(first, 1).data).toEqual({ ...stored, client: null });
    expect(decoded(stored, 2).data).toEqual({ ...stored, client: null });
    const versionOf = (client: ApiKey['client']) =>
      apiKeyAggregate.codec.encode('api_key_created', { ...stored, client }).metadata['v'];
    expect([versionOf(null), versionOf({ origins: [] })]).toEqual([2, 3]);
    expect([createdAt, createdBy, rotatedAt, revoked, previousSecret, expiresAt]).toHaveLength(6);
  });

  it('is known by its secret alone', () => {
    expect(endOfSecret(key, hashSecret(secret))).toBe(Infinity);
    expect(endOfSecret(key, hashSecret(`${secret}x`))).toBeUndefined();
    expect(endOfSecret(key, hashSecret(newSecret(id)))).toBeUndefined();
  });

  it('has two secrets while a rotation overlaps, and never three', () => {
    const facts = { by: key.createdBy, at: '2026-01-02T00:00:00.000Z' };
    const rotated = (state: ApiKey | null, hash: string, until: string): ApiKey | null =>
      rotateApiKey(state, id, { hash, previousUntil: until }, facts.at).reduce(
        (folded, event) => apiKeyAggregate.evolve(folded, event, facts),
        state,
      );
    const until = '2026-01-03T00:00:00.000Z';
    const second = rotated(key, 'second', until);
    const third = rotated(second, 'third', until);
    if (!second || !third) throw new Error('there is a key');
    expect([endOfSecret(second, key.hash), endOfSecret(second, 'second')]).toEqual([Date.parse(until), Infinity]);
    expect(endOfSecret(third, key.hash)).toBeUndefined();
    expect(endOfSecret(third, 'second')).toBe(Date.parse(until));
    const expiring = { ...second, expiresAt: '2026-01-02T12:00:00.000Z' };
    expect(endOfSecret(expiring, key.hash)).toBe(Date.parse(expiring.expiresAt));
    expect(() => rotated({ ...key, revoked: true }, 'x', until)).toThrow(/revoked/);
    expect(() => rotated({ ...key, expiresAt: facts.at }, 'x', until)).toThrow(/expired/);
  });

  it('acts as its user, or as itself', () => {
    expect(principalOf(secret, key, null, now)).toMatchObject({ kind: 'key', role: null });
    expect(principalOf(secret, { ...key, userId: 'u' }, user, now)).toMatchObject({
      kind: 'user',
      name: 'Olga',
      role: 'experimenter',
    });
  });

  it.each([
    ['revoked', { ...key, revoked: true }, null],
    ['of a user who is not there', { ...key, userId: 'u' }, null],
    ['unknown', null, null],
  ])('that is %s opens nothing', (_, found, owner) => expect(principalOf(secret, found, owner, now)).toBeUndefined());

  it('is narrowed by its scopes and by its role', () => {
    const principal = principalOf(secret, { ...key, userId: 'u' }, user, now);
    if (!principal) throw new Error('the key is good');
    expect(() => requireScope(principal, ['ingest'])).toThrow(
      expect.objectContaining({ status: 403, code: 'missing_scope' }),
    );
    expect(() => requireRole(principal, 'approver')).toThrow(
      expect.objectContaining({ status: 403, code: 'role_too_low' }),
    );
    expect(() => requireRole(principal, 'experimenter')).not.toThrow();
  });
});

describe('a user', () => {
  it('is one per e-mail address, however it is written', () => {
    expect(userIdOf(' Olga@Example.org ')).toBe(userIdOf('olga@example.org'));
    expect(userIdOf('olga@example.org')).not.toBe(userIdOf('anna@example.org'));
  });
});
