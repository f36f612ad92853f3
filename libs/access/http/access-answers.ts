import Type from 'typebox';
import { ROLES, SCOPES } from '../../event-sourcing/author.js';
import { enumOf, Id, Key, named, nullable, Revision, Text, Time } from '../../platform/http/schemas.js';

const Role = enumOf(ROLES);
const Scopes = Type.Array(enumOf(SCOPES));

export const UserSchema = named('User', { id: Id, name: Text, email: Text, role: Role, revision: Revision });

const apiKey = {
  id: Text,
  name: Text,
  userId: Type.Union([Text, Type.Null()], { description: 'null: a service key, which acts for no user' }),
  scopes: Scopes,
  environment: Key,
  expiresAt: nullable(Time),
  revoked: Type.Boolean(),
  revision: Revision,
};
export const ApiKeySchema = named('ApiKey', apiKey);
export const CreatedApiKeySchema = named('CreatedApiKey', {
  ...apiKey,
  key: Type.Union([Text, Type.Null()], { description: 'The secret; null in the answer to a retry' }),
  note: Type.Optional(Text),
});

export const EnvironmentSchema = named('Environment', { key: Key, name: Text });

export const SessionSchema = named('Session', {
  user: nullable(Type.Object({ id: Text, name: Text, role: Role })),
  key: Type.Object({ id: Text, name: Text }),
  scopes: Scopes,
});
