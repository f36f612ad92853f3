import type { StreamGrant } from '../platform/http/event-streams.js';
import type { Handled } from '../event-sourcing/command-runner.js';
import { StateByStream, type LiveFold } from '../projections/index.js';
import { apiKeyAggregate, apiKeyStream, endOf, type ApiKey, type ApiKeyEvent } from './api-key.js';
import { environmentsAggregate, ENVIRONMENTS_STREAM, type Environment, type EnvironmentEvent } from './environment.js';
import { sameEmailAs, userAggregate, userStream, type User, type UserEvent } from './user.js';

type Written<State> = Pick<Handled<State | null>, 'state' | 'revision'>;

/** Saved users and API keys. */
export interface SavedAccess {
  readonly keys: readonly ApiKey[];
  readonly users: readonly User[];
}

/** Users, API keys and environments in memory, for the hot paths. */
export class AccessView {
  private changes = 0;
  private readonly changed = (): void => void (this.changes += 1);
  private readonly keys = new StateByStream<ApiKey | null, ApiKeyEvent>(apiKeyAggregate, this.changed);
  private readonly users = new StateByStream<User | null, UserEvent>(userAggregate, this.changed);
  private readonly environments = new StateByStream<readonly Environment[], EnvironmentEvent>(environmentsAggregate);
  readonly folds: readonly LiveFold[] = [this.keys, this.users, this.environments];

  /** Ids of users by e-mail address, as of a number of changes. */
  private accounts = new Map<string, readonly string[]>();
  private accountsAt = -1;
  private standIn:
    { readonly keys: ReadonlyMap<string, ApiKey>; readonly users: ReadonlyMap<string, User> } | undefined;

  /** Number of changes of keys and users. */
  get version(): number {
    return this.changes;
  }

  /** Answers from the saved state; undefined: from the log again. */
  answerFrom(saved: SavedAccess | undefined): void {
    this.changed();
    this.standIn = saved && { keys: byId(saved.keys), users: byId(saved.users) };
  }

  saved(): SavedAccess {
    return { keys: [...this.keys.values()].flatMap(present), users: [...this.users.values()].flatMap(present) };
  }

  /** What this process wrote of a key holds here at once, however late that is read. */
  learnKey({ state, revision }: Written<ApiKey>): void {
    if (!state) return;
    this.keys.learn(apiKeyStream(state.id), state, revision);
    this.changed();
  }

  /** As for a key. */
  learnUser({ state, revision }: Written<User>): void {
    if (!state) return;
    this.users.learn(userStream(state.id), state, revision);
    this.changed();
  }

  key(id: string): ApiKey | null | undefined {
    if (this.standIn) return this.standIn.keys.get(id);
    return this.keys.get(apiKeyStream(id));
  }

  /** False once the key is revoked or has expired, or its user is deactivated; true for a key that is not read yet. */
  isGood(keyId: string, now: number): boolean {
    const grant = this.grantOf(keyId);
    return grant.isGood() && grant.endsAt() > now;
  }

  /** What a stream may that a key opens. */
  grantOf(keyId: string): StreamGrant {
    return {
      credential: keyId,
      session: null,
      isGood: () => {
        const key = this.key(keyId);
        return key === undefined || (key !== null && !key.revoked && this.mayAct(key.userId));
      },
      endsAt: () => {
        const key = this.key(keyId);
        return key ? endOf(key) : Infinity;
      },
    };
  }

  /** False for a user who is deactivated; true for one who is not read yet, and for a service key's null. */
  private mayAct(userId: string | null): boolean {
    return userId === null || this.user(userId)?.deactivated !== true;
  }

  /** Ids of other users with the same e-mail address: accounts of the same person. */
  otherAccountsOf({ id, email }: User): readonly string[] {
    if (this.accountsAt !== this.changes) {
      this.accountsAt = this.changes;
      this.accounts = new Map();
      for (const user of this.allUsers()) {
        if (user.forgotten) continue;
        const address = sameEmailAs(user.email);
        this.accounts.set(address, [...(this.accounts.get(address) ?? []), user.id]);
      }
    }
    return (this.accounts.get(sameEmailAs(email)) ?? []).filter((other) => other !== id);
  }

  private allUsers(): Iterable<User> {
    return this.standIn ? this.standIn.users.values() : [...this.users.values()].flatMap(present);
  }

  hasEnvironment(key: string): boolean {
    return this.environmentKeys().includes(key);
  }

  environmentKeys(): string[] {
    const environments = this.environments.get(ENVIRONMENTS_STREAM) ?? environmentsAggregate.initialState;
    return environments.map((environment) => environment.key);
  }

  user(id: string): User | null | undefined {
    if (this.standIn) return this.standIn.users.get(id);
    return this.users.get(userStream(id));
  }
}

const present = <State>(state: State | null): State[] => (state === null ? [] : [state]);

function byId<Item extends { readonly id: string }>(items: readonly Item[]): ReadonlyMap<string, Item> {
  return new Map(items.map((item) => [item.id, item]));
}
