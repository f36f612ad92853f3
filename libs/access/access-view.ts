import { StateByStream, type LiveFold } from '../projections/index.js';
import { apiKeyAggregate, apiKeyStream, type ApiKey, type ApiKeyEvent } from './api-key.js';
import { environmentsAggregate, ENVIRONMENTS_STREAM, type Environment, type EnvironmentEvent } from './environment.js';
import { userAggregate, userStream, type User, type UserEvent } from './user.js';

/** Users, API keys and environments in memory, for the hot paths. */
export class AccessView {
  private readonly keys = new StateByStream<ApiKey | null, ApiKeyEvent>('api_key-', apiKeyAggregate);
  private readonly users = new StateByStream<User | null, UserEvent>('user-', userAggregate);
  private readonly environments = new StateByStream<readonly Environment[], EnvironmentEvent>(
    ENVIRONMENTS_STREAM,
    environmentsAggregate,
  );
  readonly folds: readonly LiveFold[] = [this.keys, this.users, this.environments];

  key(id: string): ApiKey | null | undefined {
    return this.keys.get(apiKeyStream(id));
  }

  hasEnvironment(key: string): boolean {
    const known = this.environments.get(ENVIRONMENTS_STREAM) ?? environmentsAggregate.initialState;
    return known.some((environment) => environment.key === key);
  }

  user(id: string): User | null | undefined {
    return this.users.get(userStream(id));
  }
}
