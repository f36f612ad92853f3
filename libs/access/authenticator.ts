import QuickLRU from 'quick-lru';
import type { CommandRunner } from '../event-sourcing/command-runner.js';
import type { AccessView } from './access-view.js';
import { systemClock, type Clock } from '../platform/clock.js';
import { apiKeyAggregate, apiKeyStream, endOf, type ApiKey } from './api-key.js';
import { principalOf, type Principal } from './principal.js';
import { keyIdOf } from './secret.js';
import { userAggregate, userStream, type User } from './user.js';

const KNOWN = 10_000;

/** A secret that was right, with what it was judged by. */
interface CachedKey {
  readonly keyId: string;
  readonly key: ApiKey;
  readonly user: User | null | undefined;
  readonly principal: Principal;
  /** Epoch milliseconds; Infinity: never by the clock. */
  readonly endsAt: number;
  /** The view's version at which that was last compared. */
  version: number;
}

/** Knows who a secret belongs to: from memory on the hot paths, from the streams where a command is decided. */
export class Authenticator {
  /** Hashing a secret costs more than a decision: secrets that were right stay known while their key and user stay as they are. */
  private readonly known = new QuickLRU<string, CachedKey>({ maxSize: KNOWN });

  constructor(
    private readonly view: AccessView,
    private readonly runner: CommandRunner,
    private readonly clock: Clock = systemClock,
  ) {}

  /** From memory; a key that this process has not heard of yet is looked up in its stream. */
  async quick(secret: string): Promise<Principal | undefined> {
    const remembered = this.remembered(secret);
    if (remembered) return remembered;
    const keyId = keyIdOf(secret);
    const { version } = this.view;
    const key = this.view.key(keyId);
    if (!key) return this.fromStreams(secret);
    const user = key.userId === null ? null : this.view.user(key.userId);
    const principal = principalOf(secret, key, user, this.clock.now());
    if (principal) this.known.set(secret, { keyId, key, user, principal, version, endsAt: endOf(key) });
    return principal;
  }

  /** Whoever came with this secret before, where nothing was said of the key or its user since. */
  remembered(secret: string): Principal | undefined {
    const known = this.known.get(secret);
    if (known === undefined) return undefined;
    // Few keys expire: the others' clock is not asked.
    if (known.endsAt !== Infinity && known.endsAt <= this.clock.now().getTime()) {
      this.known.delete(secret);
      return undefined;
    }
    const { version } = this.view;
    if (known.version === version) return known.principal;
    const { keyId, key, user } = known;
    // States are replaced, never changed: the same object is the same key, not revoked.
    const isCurrent = this.view.key(keyId) === key && (key.userId === null || this.view.user(key.userId) === user);
    if (!isCurrent) {
      this.known.delete(secret);
      return undefined;
    }
    known.version = version;
    return known.principal;
  }

  /** From the streams themselves: a role lost a moment ago is lost. */
  async fromStreams(secret: string): Promise<Principal | undefined> {
    const key = (await this.runner.load(apiKeyAggregate, apiKeyStream(keyIdOf(secret)))).state;
    if (!key) return undefined;
    const user = key.userId === null ? null : (await this.runner.load(userAggregate, userStream(key.userId))).state;
    return principalOf(secret, key, user, this.clock.now());
  }

  /** The principal of a key by its id alone: for sessions, whose cookie was proved otherwise. */
  byKeyId(id: string): Principal | undefined {
    const key = this.view.key(id);
    return principalOf(null, key, key?.userId ? this.view.user(key.userId) : null, this.clock.now());
  }
}
