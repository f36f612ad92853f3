import { Example } from '../../platform/example.js';
import { ROLES, SCOPES, type Role, type Scope } from '../../event-sourcing/author.js';
import {
  EmailField,
  EnumField,
  EnumListField,
  EnumMapField,
  IdField,
  IntegerField,
  KeyField,
  TextField,
  TextListField,
  TimeField,
} from '../../platform/fields.js';
import { KEY_KINDS, type KeyKind } from '../api-key.js';
import { LONGEST_PASSWORD, SHORTEST_PASSWORD } from '../sign-in/passwords.js';
import { ENVIRONMENT_ROLES, type EnvironmentRoles } from '../user.js';

const ENVIRONMENT_ROLES_MEAN = 'Roles in single environments; elsewhere `role` counts';
const FIRST_PASSWORD = 'First password; without one the user signs in by an invitation or the identity provider';

@Example({ name: 'Olga', email: 'olga@example.org', role: 'experimenter' })
export class AddUserRequest {
  @TextField({ max: 200 })
  name!: string;

  @EmailField()
  email!: string;

  @EnumField(ROLES)
  role!: Role;

  @EnumMapField(ENVIRONMENT_ROLES, { optional: true, max: 100, description: ENVIRONMENT_ROLES_MEAN })
  environmentRoles?: EnvironmentRoles;

  @TextField({ optional: true, min: SHORTEST_PASSWORD, max: LONGEST_PASSWORD, description: FIRST_PASSWORD })
  password?: string;
}

@Example({ role: 'approver' })
export class ChangeUserRequest {
  @TextField({ optional: true, max: 200 })
  name?: string;

  @EnumField(ROLES, { optional: true })
  role?: Role;

  @EnumMapField(ENVIRONMENT_ROLES, { optional: true, max: 100, description: ENVIRONMENT_ROLES_MEAN })
  environmentRoles?: EnvironmentRoles;
}

@Example({ name: 'shop', scopes: ['decide', 'ingest'] })
export class CreateApiKeyRequest {
  @TextField({ max: 200 })
  name!: string;

  @EnumField(KEY_KINDS, {
    optional: true,
    description: 'By default `user` with a user, else `service`. A `client` key is for browsers and apps: it is public',
  })
  kind?: KeyKind;

  @TextListField({
    optional: true,
    ...{ max: 20, maxLength: 200, minLength: 1 },
    description: 'Of a client key: origins of the pages that may use it, or * alone; without any, only apps may',
  })
  origins?: string[];

  @IdField({ optional: true, description: 'The user that the key acts as; without one it is a service key' })
  userId?: string;

  @EnumListField(SCOPES, { min: 1 })
  scopes!: Scope[];

  @KeyField({
    optional: true,
    description: 'Environment that the key decides in and sends telemetry to; default production',
  })
  environment?: string;

  @TimeField({ optional: true, description: 'Time of expiry; by default the key is valid until it is revoked' })
  expiresAt?: string;
}

@Example({ overlapMinutes: 60 })
export class RotateApiKeyRequest {
  @IntegerField({
    optional: true,
    ...{ min: 0, max: 30 * 24 * 60 },
    description: 'So long the old secret stays valid; default 1440, a day',
  })
  overlapMinutes?: number;
}

@Example({ key: 'staging', name: 'Staging' })
export class AddEnvironmentRequest {
  @KeyField()
  key!: string;

  @TextField({ optional: true, max: 200, description: 'Default: the key' })
  name?: string;
}
