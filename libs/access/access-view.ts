import { StateByStream, type LiveFold } from '../projections/index.js';
import { apiKeyAggregate, apiKeyStream, endOf, type ApiKey, type ApiKeyEvent } from './api-key.js';
import { environmentsAggregate, ENVIRONMENTS_STREAM, type Environment, type EnvironmentEvent } from './environment.js';
import { userAggregate, userStream, type User, type UserEvent } from './user.js';

/** Users and API keys as they were at one time. */
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

  /** Counts what was said of keys and users. */
  get version(): number {
    return this.changes;
  }

  /** Answers from what was saved; undefined: from the log again. */
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

  /** False once it is known that the key opens nothing any more; of one that is not known yet nothing is said. */
  isGood(keyId: string): boolean {
    const key = this.key(keyId);
    return key === undefined || (key !== null && !key.revoked);
  }

  /** When what the key opens ends by the clock, in epoch milliseconds. */
  endOf(keyId: string): number {
    const key = this.key(keyId);
    return key ? endOf(key) : Infinity;
  }

  hasEnvironment(key: string): boolean {
    return this.environmentKeys().includes(key);
  }

  environmentKeys(): string[] {
    const known = this.environments.get(ENVIRONMENTS_STREAM) ?? environmentsAggregate.initialState;
    return known.map((environment) => environment.key);
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
