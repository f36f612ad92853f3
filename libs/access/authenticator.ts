import type { CommandRunner } from '../platform/command-runner.js';
import type { AccessView } from './access-view.js';
import { apiKeyAggregate, apiKeyStream } from './api-key.js';
import { principalOf, type Principal } from './principal.js';
import { keyIdOf } from './secret.js';
import { userAggregate, userStream } from './user.js';

const CACHE_SIZE = 10_000;

/** Knows who a secret belongs to: from memory on the hot paths, from the streams where a command is decided. */
export class Authenticator {
  /** Hashing a secret costs more than a decision: secrets that were right stay known while their key is. */
  private readonly known = new Map<string, string>();

  constructor(
    private readonly view: AccessView,
    private readonly runner: CommandRunner,
  ) {}

  /** From memory; a key that this process has not heard of yet is looked up in its stream. */
  async quick(secret: string): Promise<Principal | undefined> {
    const id = this.known.get(secret);
    if (id !== undefined) {
      const key = this.view.key(id);
      const principal = principalOf(null, key, key?.userId ? this.view.user(key.userId) : null);
      if (principal) return principal;
      this.known.delete(secret);
    }
    const keyId = keyIdOf(secret);
    const key = this.view.key(keyId);
    if (!key) return this.fromStreams(secret);
    const principal = principalOf(secret, key, key.userId === null ? null : this.view.user(key.userId));
    if (principal) this.remember(secret, keyId);
    return principal;
  }

  /** From the streams themselves: a role lost a moment ago is lost. */
  async fromStreams(secret: string): Promise<Principal | undefined> {
    const key = (await this.runner.load(apiKeyAggregate, apiKeyStream(keyIdOf(secret)))).state;
    if (!key) return undefined;
    const user = key.userId === null ? null : (await this.runner.load(userAggregate, userStream(key.userId))).state;
    return principalOf(secret, key, user);
  }

  /** The principal of a key by its id alone: for sessions, whose cookie was proved otherwise. */
  byKeyId(id: string): Principal | undefined {
    const key = this.view.key(id);
    return principalOf(null, key, key?.userId ? this.view.user(key.userId) : null);
  }

  private remember(secret: string, keyId: string): void {
    if (this.known.size >= CACHE_SIZE) this.known.clear();
    this.known.set(secret, keyId);
  }
}
