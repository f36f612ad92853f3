import QuickLRU from 'quick-lru';
import { DEFAULT_ENVIRONMENT, type Scope } from '../event-sourcing/author.js';
import type { CommandRunner } from '../event-sourcing/command-runner.js';
import type { AccessView } from './access-view.js';
import { systemClock, type Clock } from '../platform/clock.js';
import { apiKeyAggregate, apiKeyStream, endOfSecret, type ApiKey } from './api-key.js';
import { principalFor, principalOf, type Principal } from './principal.js';
import type { Session } from './read-model/index.js';
import { hashSecret, keyIdOf } from './secret.js';
import { userAggregate, userStream, type User } from './user.js';

const KNOWN = 10_000;
/** What sessions and tokens may. They belong to no environment, so they neither decide nor ingest. */
const SESSION_SCOPES: readonly Scope[] = ['manage', 'read', 'halt'];

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
    if (principal) {
      const endsAt = endOfSecret(key, hashSecret(secret)) ?? 0;
      this.known.set(secret, { keyId, key, user, principal, version, endsAt });
    }
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

  /**
   * The principal of an open session: of its user, or of the key with which somebody signed in.
   * @param fresh from the streams, where a command is decided
   */
  async ofSession(session: Session, fresh: boolean): Promise<Principal | undefined> {
    const { account, keyId, sessionsFrom } = session;
    const user = account === null ? null : await this.user(account, fresh, sessionsFrom);
    // A role, a password or an account that changed since ends the session.
    if (account !== null && user?.sessionsFrom !== sessionsFrom) return undefined;
    if (keyId === null) {
      const credential = { kind: 'session', id: session.id, name: session.device } as const;
      return principalFor(user, { scopes: SESSION_SCOPES, credential, environment: DEFAULT_ENVIRONMENT });
    }
    const principal = principalOf(null, await this.key(keyId, fresh), user, this.clock.now());
    return (
      principal && {
        ...principal,
        scopes: principal.scopes.filter((scope) => SESSION_SCOPES.includes(scope)),
        credential: { ...principal.credential, kind: 'session', id: session.id },
      }
    );
  }

  /** The principal of a user by a token of an identity provider. */
  async ofToken(userId: string, fresh: boolean): Promise<Principal | undefined> {
    const user = await this.user(userId, fresh);
    const credential = { kind: 'token', id: userId, name: 'token' } as const;
    return principalFor(user, { scopes: SESSION_SCOPES, credential, environment: DEFAULT_ENVIRONMENT });
  }

  /** @param sessionsFrom from the stream, too, where the view has not read so far yet: a session newer than the view is open */
  private async user(id: string, fresh: boolean, sessionsFrom = 0): Promise<User | null> {
    const known = fresh ? undefined : this.view.user(id);
    if (known && known.sessionsFrom >= sessionsFrom) return known;
    return (await this.runner.load(userAggregate, userStream(id))).state;
  }

  private async key(id: string, fresh: boolean): Promise<ApiKey | null> {
    const known = fresh ? undefined : this.view.key(id);
    return known ?? (await this.runner.load(apiKeyAggregate, apiKeyStream(id))).state;
  }
}
