import { describe, expect, it } from '@jest/globals';
import { parsePosition } from '../event-store/index.js';
import { CommandRunner } from '../event-sourcing/command-runner.js';
import { asJson } from '../event-sourcing/recorded-event.js';
import { Watermark } from '../event-sourcing/watermark.js';
import { AccessView } from './access-view.js';
import { Authenticator } from './authenticator.js';
import { hashSecret, newSecret } from './secret.js';

const KEY = '01a204f8-d571-729d-8815-7d7e4ba153d4';
const USER = '02a204f8-d571-729d-8815-7d7e4ba153d4';
const secret = newSecret(KEY);

describe('a secret that was right', () => {
  const created = {
    ...{ id: KEY, name: 'k', userId: USER, scopes: ['decide'], environment: 'production' },
    hash: hashSecret(secret),
  };
  const olga = { id: USER, name: 'Olga', email: 'o@example.org', role: 'admin' };

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

function authentication() {
  const view = new AccessView();
  const revisions = new Map<string, number>();
  const hear = (stream: string, type: string, data: object): void => {
    const revision = (revisions.get(stream) ?? -1) + 1;
    revisions.set(stream, revision);
    const position = parsePosition(String(revision).padStart(16, '0'));
    const event = { id: KEY, type, data: asJson(data), metadata: { v: 1 }, stream, revision, position, recordedAt: '' };
    for (const fold of view.folds) if (stream.startsWith(fold.prefixes[0] ?? '')) fold.apply(event);
  };
  // Memory answers all that is asked here.
  const nothing = {} as ConstructorParameters<typeof CommandRunner>[0];
  return { view, hear, authenticator: new Authenticator(view, new CommandRunner(nothing, new Watermark())) };
}
