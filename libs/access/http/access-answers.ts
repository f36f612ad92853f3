import Type from 'typebox';
import { AuthorSchema } from '../../event-sourcing/author-schema.js';
import { ROLES, SCOPES } from '../../event-sourcing/author.js';
import { KEY_KINDS } from '../api-key.js';
import { WAYS_IN } from '../sign-in-record.js';
import { ENVIRONMENT_ROLES } from '../user.js';
import { enumOf, Id, Key, named, nullable, Revision, Text, Time } from '../../platform/http/schemas.js';

const Role = enumOf(ROLES);
const Scopes = Type.Array(enumOf(SCOPES));

/** Roles in single environments, by environment. */
const EnvironmentRolesSchema = Type.Record(Type.String(), enumOf(ENVIRONMENT_ROLES), {
  description: 'Roles in single environments; elsewhere `role` counts',
});

export const UserSchema = named('User', {
  ...{ id: Id, name: Text, email: Text, role: Role, environmentRoles: EnvironmentRolesSchema },
  deactivated: Type.Boolean(),
  forgotten: Type.Boolean({ description: 'Name and address are gone for good' }),
  revision: Revision,
});

export const PasswordLinkSchema = named('PasswordLink', {
  token: Type.Union([Text, Type.Null()], {
    description: 'For `POST /v1/auth/invitations/{token}`, once. Null in the answer to a retry',
  }),
  purpose: enumOf(['invitation', 'reset']),
  expiresAt: Time,
});

export const DeactivatedUserSchema = named('DeactivatedUser', {
  ...UserSchema.properties,
  experiments: Type.Array(Type.Object({ id: Text, key: Key, name: Text, environment: Key }), {
    description: 'Live experiments of the user, which need another owner',
  }),
});

const apiKey = {
  id: Text,
  name: Text,
  kind: enumOf(KEY_KINDS),
  origins: Type.Union([Type.Array(Text), Type.Null()], {
    description: 'Of a client key: origins of the pages that may use it, or * for all; null for other kinds',
  }),
  userId: Type.Union([Text, Type.Null()], { description: 'null: a service or client key, which acts for no user' }),
  scopes: Scopes,
  environment: Key,
  expiresAt: nullable(Time),
  revoked: Type.Boolean(),
  createdAt: Time,
  createdBy: AuthorSchema,
  rotatedAt: nullable(Time),
  previousUntil: Type.Union([Time, Type.Null()], { description: 'So long the secret before the rotation is valid' }),
  revision: Revision,
};
export const ApiKeySchema = named('ApiKey', apiKey);
export const UsedApiKeySchema = named('UsedApiKey', {
  ...apiKey,
  lastUsedAt: Type.Union([Time, Type.Null()], { description: 'The hour of the last use; null: none is known' }),
});
export const CreatedApiKeySchema = named('CreatedApiKey', {
  ...apiKey,
  key: Type.Union([Text, Type.Null()], { description: 'The secret; null in the answer to a retry' }),
  note: Type.Optional(Text),
});

export const EnvironmentSchema = named('Environment', { key: Key, name: Text });

export const SessionSchema = named('Session', {
  user: nullable(Type.Object({ id: Text, name: Text, role: Role, environmentRoles: EnvironmentRolesSchema })),
  key: nullable(Type.Object({ id: Text, name: Text })),
  scopes: Scopes,
});

const session = {
  id: Text,
  via: enumOf(WAYS_IN),
  device: Type.String({ description: 'What the browser calls itself' }),
  ...{ startedAt: Time, seenAt: Time, endsAt: Time },
  current: Type.Boolean({ description: 'True for the session that asks' }),
};
export const SessionsSchema = named('Sessions', { items: Type.Array(Type.Object(session)) });

export const SignInMethodsSchema = named('SignInMethods', {
  password: Type.Boolean(),
  oidc: nullable(Type.Object({ name: Text, start: Text })),
});

export const SignedOutSchema = named('SignedOut', {
  signOutAt: Type.Union([Text, Type.Null()], { description: "The provider's page that ends its own session, too" }),
});
