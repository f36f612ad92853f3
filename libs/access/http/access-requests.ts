import { Example } from '../../platform/example.js';
import { ROLES, SCOPES, type Role, type Scope } from '../../event-sourcing/author.js';
import {
  EmailField,
  EnumField,
  EnumListField,
  IdField,
  KeyField,
  TextField,
  TimeField,
} from '../../platform/fields.js';

@Example({ name: 'Olga', email: 'olga@example.org', role: 'experimenter' })
export class AddUserRequest {
  @TextField({ max: 200 })
  name!: string;

  @EmailField()
  email!: string;

  @EnumField(ROLES)
  role!: Role;
}

@Example({ role: 'approver' })
export class ChangeUserRequest {
  @TextField({ optional: true, max: 200 })
  name?: string;

  @EnumField(ROLES, { optional: true })
  role?: Role;
}

@Example({ name: 'shop', scopes: ['decide', 'ingest'] })
export class CreateApiKeyRequest {
  @TextField({ max: 200 })
  name!: string;

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

@Example({ key: 'staging', name: 'Staging' })
export class AddEnvironmentRequest {
  @KeyField()
  key!: string;

  @TextField({ optional: true, max: 200, description: 'Default: the key' })
  name?: string;
}

@Example({ key: 'assay_…' })
export class SignInRequest {
  @TextField({ max: 512, description: 'API key to sign in with' })
  key!: string;
}
