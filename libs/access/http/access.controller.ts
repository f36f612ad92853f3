import { Controller, Delete, Patch, Post, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { newId, derivedId } from '../../platform/ids.js';
import type { CommandContext } from '../../event-sourcing/command-context.js';
import { answer, CommandReturns } from '../../event-sourcing/answer.js';
import { Input, NoInput } from '../../platform/http/body.js';
import { Returns } from '../../platform/http/returns.js';
import { LiveView } from '../../projections/index.js';
import type { Handled } from '../../event-sourcing/command-runner.js';
import { IdParam } from '../../platform/http/params.js';
import { invalid } from '../../primitives/refusal.js';
import { AccessView } from '../access-view.js';
import { apiKeyDocument, type ApiKey, type ClientKey } from '../api-key.js';
import {
  AddUser,
  ChangeUser,
  CreateApiKey,
  DeactivateUser,
  ReactivateUser,
  RevokeApiKey,
  RotateApiKey,
} from '../commands/access-commands.js';
import { hashSecret, newSecret } from '../secret.js';
import { AccountPasswords } from '../sign-in/account-passwords.js';
import { checkPassword } from '../sign-in/passwords.js';
import { userDocument, userIdOf, type User } from '../user.js';
import { Sessions } from '../read-model/index.js';
import { UsersExperiments } from '../users-experiments.js';
import { AddUserRequest, ChangeUserRequest, CreateApiKeyRequest, RotateApiKeyRequest } from './access-requests.js';
import { Context } from './command-context.js';
import { Allow } from './guard.js';
import {
  ApiKeySchema,
  CreatedApiKeySchema,
  DeactivatedUserSchema,
  PasswordLinkSchema,
  UserSchema,
} from './access-answers.js';

const USUAL_OVERLAP_MINUTES = 24 * 60;
const SETTLES_WITHIN_MS = 1_000;

@ApiTags('access')
@Controller('v1')
@Allow('manage', 'admin')
export class AccessController {
  constructor(
    private readonly commands: CommandBus,
    private readonly passwords: AccountPasswords,
    private readonly experiments: UsersExperiments,
    private readonly sessions: Sessions,
    private readonly live: LiveView,
    private readonly view: AccessView,
  ) {}

  @Post('users')
  @ApiOperation({ summary: 'Add a user' })
  @CommandReturns(UserSchema, 201)
  async addUser(
    @Context() context: CommandContext,
    @Input(AddUserRequest) { name, email, role, environmentRoles = {}, password }: AddUserRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const user = { id: userIdOf(email), name, email, role, environmentRoles };
    if (password !== undefined) checkPassword(password, [name, email]);
    const handled = await this.commands.execute(new AddUser(context, { user }));
    if (password !== undefined) await this.passwords.first(user, password, context);
    return answer(reply, handled, user.id, userDocument);
  }

  @Patch('users/:id')
  @ApiOperation({ summary: "Change a user's name or role" })
  @CommandReturns(UserSchema)
  async changeUser(
    @Context() context: CommandContext,
    @IdParam('id') id: string,
    @Input(ChangeUserRequest) body: ChangeUserRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const handled = await this.commands.execute(new ChangeUser(context, { id, changes: body }));
    await this.endSessionsOf(handled.state);
    this.view.learnUser(handled);
    await this.settle(handled);
    return answer(reply, handled, id, userDocument);
  }

  @Post('users/:id/deactivate')
  @ApiOperation({ summary: 'Deactivate a user: its keys, sessions and streams end' })
  @CommandReturns(DeactivatedUserSchema)
  async deactivate(
    @Context() context: CommandContext,
    @IdParam('id') id: string,
    @NoInput() _: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const handled = await this.commands.execute(new DeactivateUser(context, { id }));
    await this.endSessionsOf(handled.state);
    await this.passwords.endLink(id, context);
    this.view.learnUser(handled);
    await this.settle(handled);
    const experiments = await this.experiments.liveOf(id);
    return answer(reply, handled, id, (state) => ({ ...userDocument(state), experiments }));
  }

  @Post('users/:id/reactivate')
  @ApiOperation({ summary: 'Reactivate a user: its keys are valid again, its sessions are not' })
  @CommandReturns(UserSchema)
  async reactivate(
    @Context() context: CommandContext,
    @IdParam('id') id: string,
    @NoInput() _: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const handled = await this.commands.execute(new ReactivateUser(context, { id }));
    this.view.learnUser(handled);
    await this.settle(handled);
    return answer(reply, handled, id, userDocument);
  }

  @Post('users/:id/invite')
  @ApiOperation({ summary: 'Make a link by which the user sets a password, once, within 72 hours' })
  @Returns(PasswordLinkSchema, { status: 201 })
  async invite(@Context() context: CommandContext, @IdParam('id') id: string, @NoInput() _: unknown) {
    return this.passwords.makeLink(id, context);
  }

  @Post('api-keys')
  @ApiOperation({ summary: 'Create an API key; the answer alone has its secret' })
  @CommandReturns(CreatedApiKeySchema, 201)
  async createApiKey(
    @Context() context: CommandContext,
    @Input(CreateApiKeyRequest) body: CreateApiKeyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const { name, userId, scopes, environment = context.environment, expiresAt = null } = body;
    const client = clientOf(body);
    const id = context.requestHash === undefined ? newId() : derivedId('api_key', context.commandId);
    const secret = newSecret(id, client !== null);
    const hash = hashSecret(secret);
    const apiKey = { id, name, userId: userId ?? null, scopes, environment, hash, expiresAt, client };
    const handled = await this.commands.execute(new CreateApiKey(context, { apiKey }));
    return answer(reply, handled, id, (state) => ({
      ...apiKeyDocument(state),
      ...shownOnce(state, apiKey.hash, secret),
    }));
  }

  @Post('api-keys/:id/rotate')
  @ApiOperation({ summary: 'Give a key another secret; the old one stays valid for a while' })
  @CommandReturns(CreatedApiKeySchema)
  async rotateApiKey(
    @Context() context: CommandContext,
    @IdParam('id') id: string,
    @Input(RotateApiKeyRequest) { overlapMinutes = USUAL_OVERLAP_MINUTES }: RotateApiKeyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const secret = newSecret(id, this.view.key(id)?.client != null);
    const previousUntil = new Date(Date.parse(context.at) + overlapMinutes * 60_000).toISOString();
    const hash = hashSecret(secret);
    const handled = await this.commands.execute(new RotateApiKey(context, { id, hash, previousUntil }));
    this.view.learnKey(handled);
    await this.settle(handled);
    return answer(reply, handled, id, (state) => ({ ...apiKeyDocument(state), ...shownOnce(state, hash, secret) }));
  }

  @Delete('api-keys/:id')
  @ApiOperation({ summary: 'Revoke an API key' })
  @CommandReturns(ApiKeySchema)
  async revokeApiKey(
    @Context() context: CommandContext,
    @IdParam('id') id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const handled = await this.commands.execute(new RevokeApiKey(context, { id }));
    this.view.learnKey(handled);
    await this.settle(handled);
    return answer(reply, handled, id, apiKeyDocument);
  }

  /** What this process answers next is by the changed rights; others follow within a second. */
  private async settle({ position }: Handled<unknown>): Promise<void> {
    await this.live.reach(position, SETTLES_WITHIN_MS);
  }

  /** At once, on all replicas: those that have not read the event yet still find the sessions gone. */
  private async endSessionsOf(user: User | null): Promise<void> {
    if (user) await this.sessions.endOlder(user.id, user.sessionsFrom);
  }
}

/** What makes the key a client key; null for the other kinds. */
function clientOf({ kind, userId, origins }: CreateApiKeyRequest): ClientKey | null {
  if (kind === 'user' && userId === undefined) throw invalid('required', 'name the user', '/userId');
  if (kind === 'service' && userId !== undefined) {
    throw invalid('invalid_value', 'a service key acts for no user', '/userId');
  }
  if (kind === 'client') return { origins: [...new Set(origins)] };
  if (origins !== undefined) throw invalid('invalid_value', 'only a client key has origins', '/origins');
  return null;
}

/** A retry finds the secret of the first try, which only the first answer had. */
const shownOnce = (state: ApiKey, hash: string, secret: string) =>
  state.hash === hash ? { key: secret } : { key: null, note: 'shown only once' };
