import { StateByStream, type LiveFold } from '../projections/index.js';
import { apiKeyAggregate, apiKeyStream, type ApiKey, type ApiKeyEvent } from './api-key.js';
import { userAggregate, userStream, type User, type UserEvent } from './user.js';

/** Users and API keys in memory, for the hot paths. */
export class AccessView {
  private readonly keys = new StateByStream<ApiKey | null, ApiKeyEvent>('api_key-', apiKeyAggregate);
  private readonly users = new StateByStream<User | null, UserEvent>('user-', userAggregate);
  readonly folds: readonly LiveFold[] = [this.keys, this.users];

  key(id: string): ApiKey | null | undefined {
    return this.keys.get(apiKeyStream(id));
  }

  user(id: string): User | null | undefined {
    return this.users.get(userStream(id));
  }
}
