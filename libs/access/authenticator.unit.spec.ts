import { describe, expect, it } from '@jest/globals';
import { parsePosition, type EventStore, type StoredEvent } from '../event-store/index.js';
import { CommandRunner } from '../event-sourcing/command-runner.js';
import { asJson } from '../event-sourcing/recorded-event.js';
import { Watermark } from '../event-sourcing/watermark.js';
import { AccessView } from './access-view.js';
import { apiKeyAggregate, apiKeyStream } from './api-key.js';
import { Authenticator } from './authenticator.js';
import type { Session } from './read-model/index.js';
import { hashSecret, newSecret } from './secret.js';

const KEY = '01a204f8-d571-729d-8815-7d7e4ba153d4';
const USER = '02a204f8-d571-729d-8815-7d7e4ba153d4';
const secret = newSecret(KEY);

describe('a secret that was right', () => {
  const created = {
    ...{ id: KEY, name: 'k', userId: USER, scopes: ['decide'], environment: 'production' },
    hash: hashSecret(secret),
  };
  const olga = { id: USER, name: 'Olga', email: 'o@example.org', role: 'admin', environmentRoles: {} };

  it('is remembered with who it speaks for, until anything is said of the key or its user', async () => {
    const { authenticator, hear } = authentication();
    hear(`user-${USER}`, 'user_added', olga);
    hear(`api_key-${KEY}`, 'api_key_created', created);
    expect(authenticator.remembered(secret)).toBeUndefined();
    expect(await authenticator.quick(secret)).toMatchObject({ role: 'admin' });
    expect(authenticator.remembered(secret)).toMatchObject({ role: 'admin' });
    expect(authenticator.remembered(`${secret}x`)).toBeUndefined();

    hear(`user-${USER}`, 'user_changed', { role: 'viewer' });
    expect(authenticator.remembered(secret)).toBeUndefined();
    expect(await authenticator.quick(secret)).toMatchObject({ role: 'viewer' });
    expect(authenticator.remembered(secret)).toMatchObject({ role: 'viewer' });

    hear(`api_key-${KEY}`, 'api_key_revoked', {});
    expect(authenticator.remembered(secret)).toBeUndefined();
    expect(await authenticator.quick(secret)).toBeUndefined();
  });

  it('is wrong at once where its key was revoked here, however late that is read', async () => {
    const { authenticator, hear, write, view, runner } = authentication();
    hear(`user-${USER}`, 'user_added', olga);
    hear(`api_key-${KEY}`, 'api_key_created', created);
    expect(await authenticator.quick(secret)).toMatchObject({ role: 'admin' });
    write(`api_key-${KEY}`, 'api_key_revoked', {});
    expect(authenticator.remembered(secret)).toBeDefined();
    view.learnKey(await runner.load(apiKeyAggregate, apiKeyStream(KEY)));
    expect([authenticator.remembered(secret), await authenticator.quick(secret)]).toEqual([undefined, undefined]);
    expect(view.isGood(KEY, 0)).toBe(false);
  });

  it('is right by what was saved too, while that stands in', async () => {
    const { authenticator, hear, view } = authentication();
    hear(`user-${USER}`, 'user_added', olga);
    hear(`api_key-${KEY}`, 'api_key_created', created);
    const fresh = authentication();
    fresh.view.answerFrom(view.saved());
    expect(await fresh.authenticator.quick(secret)).toEqual(await authenticator.quick(secret));
    // The log that is read meanwhile says nothing before it has been read.
    fresh.hear(`api_key-${KEY}`, 'api_key_created', created);
    fresh.hear(`api_key-${KEY}`, 'api_key_revoked', {});
    expect(fresh.authenticator.remembered(secret)).toBeDefined();
    fresh.view.answerFrom(undefined);
    expect(fresh.authenticator.remembered(secret)).toBeUndefined();
    expect(await fresh.authenticator.quick(secret)).toBeUndefined();
  });
});

describe('a session', () => {
  const olga = { id: USER, name: 'Olga', email: 'o@example.org', role: 'admin', environmentRoles: {} };
  const begunAfter = (sessionsFrom: number): Session => ({
    ...{ id: KEY, account: USER, keyId: null, via: 'password', device: 'd', sessionsFrom },
    ...{ startedAt: new Date(0), seenAt: new Date(0), endsAt: new Date(1) },
  });

  it.each([
    ['a changed password', 'user_sessions_ended', { reason: 'password_changed' }],
    ['a changed role', 'user_changed', { role: 'viewer' }],
    ['a changed role in one environment', 'user_changed', { environmentRoles: { staging: 'viewer' } }],
  ])('after %s is open before memory has read of that, and an older one ends when it has', async (_, type, data) => {
    const { authenticator, hear, write } = authentication();
    hear(`user-${USER}`, 'user_added', olga);
    expect(await authenticator.ofSession(begunAfter(0), false)).toMatchObject({ id: USER });
    write(`user-${USER}`, type, data);
    expect(await authenticator.ofSession(begunAfter(1), false)).toMatchObject({ id: USER });
    expect(await authenticator.ofSession(begunAfter(0), true)).toBeUndefined();
    hear(`user-${USER}`, type, data);
    expect(await authenticator.ofSession(begunAfter(1), false)).toMatchObject({ id: USER });
    expect(await authenticator.ofSession(begunAfter(0), false)).toBeUndefined();
  });

  it('of an account that is active again is open before memory has read of that', async () => {
    const { authenticator, hear, write } = authentication();
    hear(`user-${USER}`, 'user_added', olga);
    hear(`user-${USER}`, 'user_deactivated', {});
    expect(await authenticator.ofSession(begunAfter(0), false)).toBeUndefined();
    expect(await authenticator.ofSession(begunAfter(1), false)).toBeUndefined();
    write(`user-${USER}`, 'user_reactivated', {});
    expect(await authenticator.ofSession(begunAfter(2), false)).toMatchObject({ id: USER });
  });
});

/** `write` says something in the log, `hear` lets memory read what the log says. */
function authentication() {
  const view = new AccessView();
  const log = new Map<string, StoredEvent[]>();
  const heard = new Map<string, number>();
  const write = (stream: string, type: string, data: object): void => {
    const written = log.get(stream) ?? [];
    const revision = written.length;
    const position = parsePosition(String(revision).padStart(16, '0'));
    const metadata = { v: type === 'user_added' || type === 'user_changed' ? 2 : 1 };
    const event = { id: KEY, type, data: asJson(data), metadata, stream, revision, position, recordedAt: '' };
    log.set(stream, [...written, event]);
  };
  const hear = (stream: string, type: string, data: object): void => {
    const next = heard.get(stream) ?? 0;
    if (log.get(stream)?.[next] === undefined) write(stream, type, data);
    const event = log.get(stream)?.[next];
    heard.set(stream, next + 1);
    for (const fold of view.folds) if (event && stream.startsWith(fold.prefixes[0] ?? '')) fold.apply(event);
  };
  const read = async function* (stream: string) {
    yield* await Promise.resolve(log.get(stream) ?? []);
  };
  // Nothing but reading is asked here.
  const store: Partial<EventStore> = { read };
  const runner = new CommandRunner(store as EventStore, new Watermark());
  return { view, runner, hear, write, authenticator: new Authenticator(view, runner) };
}
