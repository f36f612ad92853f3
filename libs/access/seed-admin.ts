import { DEFAULT_ENVIRONMENT, SCOPES } from '../event-sourcing/author.js';
import { systemContext } from '../event-sourcing/command-context.js';
import type { CommandRunner } from '../event-sourcing/command-runner.js';
import { derivedId } from '../platform/ids.js';
import { apiKeyAggregate, apiKeyStream, createApiKey } from './api-key.js';
import { hashSecret, keyIdOf } from './secret.js';
import { addUser, changeUser, reactivateUser, userAggregate, userStream } from './user.js';

const ADMIN = {
  id: derivedId('seeded_user', 'admin'),
  name: 'Admin',
  email: 'admin@localhost',
  role: 'admin',
  environmentRoles: {},
} as const;

/** True once the seeded admin user exists, so that a second start makes no other key. */
export async function hasAdmin(runner: CommandRunner): Promise<boolean> {
  return (await runner.load(userAggregate, userStream(ADMIN.id))).state !== null;
}

/**
 * Creates the seeded admin user and a key of all scopes with this secret, each unless it exists. The operator sets the
 * secret, so a user who was deactivated or lost the role becomes an active admin again.
 */
export async function seedAdmin(runner: CommandRunner, secret: string, now: Date): Promise<void> {
  const id = keyIdOf(secret);
  const userContext = systemContext('seed', now, { commandId: derivedId('seed user', ADMIN.id) });
  await runner.run(userAggregate, userStream(ADMIN.id), userContext, (user) => (user ? [] : addUser(user, ADMIN)));
  const again = systemContext('seed', now);
  await runner.run(userAggregate, userStream(ADMIN.id), again, (user) => [
    ...reactivateUser(user, ADMIN.id),
    ...changeUser(user, ADMIN.id, { role: 'admin', environmentRoles: {} }, 'system'),
  ]);
  const key = {
    id,
    name: 'seeded admin key',
    userId: ADMIN.id,
    scopes: SCOPES,
    environment: DEFAULT_ENVIRONMENT,
    hash: hashSecret(secret),
    expiresAt: null,
    client: null,
  };
  const keyContext = systemContext('seed', now, { commandId: derivedId('seed key', id) });
  await runner.run(apiKeyAggregate, apiKeyStream(id), keyContext, (state) =>
    state ? [] : createApiKey(state, key, now.toISOString()),
  );
}
