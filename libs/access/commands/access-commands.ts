import type { Role } from '../../event-sourcing/author.js';
import { declareCommand, onStream } from '../../event-sourcing/declared-command.js';
import { invalid } from '../../primitives/refusal.js';
import { apiKeyAggregate, apiKeyStream, createApiKey, revokeApiKey, type ApiKey } from '../api-key.js';
import {
  addEnvironment,
  environmentsAggregate,
  ENVIRONMENTS_STREAM,
  loadEnvironments,
  type Environment,
} from '../environment.js';
import { addUser, changeUser, userAggregate, userStream, type User } from '../user.js';

export const AddEnvironment = declareCommand(
  'AddEnvironment',
  onStream(
    environmentsAggregate,
    () => ENVIRONMENTS_STREAM,
    (state, { environment }: { environment: Environment }) => addEnvironment(state, environment),
  ),
);

export const AddUser = declareCommand(
  'AddUser',
  onStream(
    userAggregate,
    ({ user }: { user: User }) => userStream(user.id),
    (state, { user }) => addUser(state, user),
  ),
);

interface UserChanges {
  readonly id: string;
  readonly changes: { readonly name?: string | undefined; readonly role?: Role | undefined };
}

export const ChangeUser = declareCommand(
  'ChangeUser',
  onStream(
    userAggregate,
    ({ id }: UserChanges) => userStream(id),
    (state, { id, changes }) => changeUser(state, id, changes),
  ),
);

export const CreateApiKey = declareCommand(
  'CreateApiKey',
  async ({ apiKey }: { apiKey: Omit<ApiKey, 'revoked'> }, context, runner) => {
    const { id, userId, environment } = apiKey;
    if (userId !== null && !(await runner.load(userAggregate, userStream(userId))).state) {
      throw invalid('unknown_user', `there is no user ${userId}`, '/userId');
    }
    if (!(await loadEnvironments(runner)).some(({ key }) => key === environment)) {
      throw invalid('unknown_environment', `there is no environment ${environment}`, '/environment');
    }
    return runner.run(apiKeyAggregate, apiKeyStream(id), context, (state) => createApiKey(state, apiKey, context.at));
  },
);

export const RevokeApiKey = declareCommand(
  'RevokeApiKey',
  onStream(
    apiKeyAggregate,
    ({ id }: { id: string }) => apiKeyStream(id),
    (state, { id }) => revokeApiKey(state, id),
  ),
);
