import type { CommandRunner } from '../../event-sourcing/command-runner.js';
import { declareCommand, onStream } from '../../event-sourcing/declared-command.js';
import { below } from '../../primitives/pointer.js';
import { invalid } from '../../primitives/refusal.js';
import { apiKeyAggregate, apiKeyStream, createApiKey, revokeApiKey, rotateApiKey, type NewApiKey } from '../api-key.js';
import {
  addEnvironment,
  environmentsAggregate,
  ENVIRONMENTS_STREAM,
  loadEnvironments,
  type Environment,
} from '../environment.js';
import {
  addUser,
  checkNotForgotten,
  changeUser,
  deactivateUser,
  forgetUser,
  reactivateUser,
  userAggregate,
  userStream,
  type EnvironmentRoles,
  type UserChanges,
} from '../user.js';

export const AddEnvironment = declareCommand(
  'AddEnvironment',
  onStream(
    environmentsAggregate,
    () => ENVIRONMENTS_STREAM,
    (state, { environment }: { environment: Environment }) => addEnvironment(state, environment),
  ),
);

type AddedUser = Parameters<typeof addUser>[1];

export const AddUser = declareCommand(
  'AddUser',
  onStream(
    userAggregate,
    ({ user }: { user: AddedUser }) => userStream(user.id),
    async (state, { user }, _, runner) => {
      await checkEnvironments(user.environmentRoles, runner);
      return addUser(state, user);
    },
  ),
);

export const ChangeUser = declareCommand(
  'ChangeUser',
  onStream(
    userAggregate,
    ({ id }: OfUser & { changes: UserChanges }) => userStream(id),
    async (state, { id, changes }, { actor }, runner) => {
      await checkEnvironments(changes.environmentRoles ?? {}, runner);
      return changeUser(state, id, changes, actor.id);
    },
  ),
);

interface OfUser {
  readonly id: string;
}

export const DeactivateUser = declareCommand(
  'DeactivateUser',
  onStream(
    userAggregate,
    ({ id }: OfUser) => userStream(id),
    (state, { id }, { actor }) => deactivateUser(state, id, actor.id),
  ),
);

export const ReactivateUser = declareCommand(
  'ReactivateUser',
  onStream(
    userAggregate,
    ({ id }: OfUser) => userStream(id),
    (state, { id }) => reactivateUser(state, id),
  ),
);

export const ForgetUser = declareCommand(
  'ForgetUser',
  onStream(
    userAggregate,
    ({ id }: OfUser) => userStream(id),
    (state, { id }) => forgetUser(state, id),
  ),
);

/** @throws Refusal `unknown_environment` */
async function checkEnvironments(roles: EnvironmentRoles, runner: CommandRunner): Promise<void> {
  const named = Object.keys(roles);
  if (named.length === 0) return;
  const known = (await loadEnvironments(runner)).map(({ key }) => key);
  const unknown = named.find((key) => !known.includes(key));
  if (unknown === undefined) return;
  throw invalid('unknown_environment', `there is no environment ${unknown}`, below('/environmentRoles', unknown));
}

export const CreateApiKey = declareCommand(
  'CreateApiKey',
  async ({ apiKey }: { apiKey: NewApiKey }, context, runner) => {
    const { id, userId, environment } = apiKey;
    if (userId !== null) {
      const user = (await runner.load(userAggregate, userStream(userId))).state;
      if (!user) throw invalid('unknown_user', `there is no user ${userId}`, '/userId');
      checkNotForgotten(user);
    }
    if (!(await loadEnvironments(runner)).some(({ key }) => key === environment)) {
      throw invalid('unknown_environment', `there is no environment ${environment}`, '/environment');
    }
    return runner.run(apiKeyAggregate, apiKeyStream(id), context, (state) => createApiKey(state, apiKey, context.at));
  },
);

export const RotateApiKey = declareCommand(
  'RotateApiKey',
  onStream(
    apiKeyAggregate,
    ({ id }: { id: string; hash: string; previousUntil: string }) => apiKeyStream(id),
    async (state, { id, ...secret }, { at }, runner) => {
      const user = state?.userId ? (await runner.load(userAggregate, userStream(state.userId))).state : null;
      if (user) checkNotForgotten(user);
      return rotateApiKey(state, id, secret, at);
    },
  ),
);

export const RevokeApiKey = declareCommand(
  'RevokeApiKey',
  onStream(
    apiKeyAggregate,
    ({ id }: { id: string }) => apiKeyStream(id),
    (state, { id }) => revokeApiKey(state, id),
  ),
);
