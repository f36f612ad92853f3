import { StateByStream, type LiveFold } from '../projections/index.js';
import { apiKeyAggregate, apiKeyStream, endOf, type ApiKey, type ApiKeyEvent } from './api-key.js';
import { environmentsAggregate, ENVIRONMENTS_STREAM, type Environment, type EnvironmentEvent } from './environment.js';
import { userAggregate, userStream, type User, type UserEvent } from './user.js';

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

  key(id: string): ApiKey | null | undefined {
    if (this.standIn) return this.standIn.keys.get(id);
    return this.keys.get(apiKeyStream(id));
  }

  /** False once the key is revoked; true for a key that this process has not read yet. */
  isGood(keyId: string): boolean {
    const key = this.key(keyId);
    return key === undefined || (key !== null && !key.revoked);
  }

  /** The expiry of the key, in epoch milliseconds; Infinity if it has none, or is not read yet. */
  endOf(keyId: string): number {
    const key = this.key(keyId);
    return key ? endOf(key) : Infinity;
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
