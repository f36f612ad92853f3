import { Example } from '../../platform/example.js';
import { EmailField, TextField } from '../../platform/fields.js';
import { LONGEST_PASSWORD, SHORTEST_PASSWORD } from '../sign-in/passwords.js';

@Example({ key: 'assay_…' })
export class SignInRequest {
  @TextField({ max: 512, description: 'API key to sign in with' })
  key!: string;
}

@Example({ email: 'olga@example.org', password: 'correct horse battery' })
export class LoginRequest {
  @EmailField()
  email!: string;

  @TextField({ max: LONGEST_PASSWORD })
  password!: string;
}

@Example({ password: 'correct horse battery' })
export class NewPasswordRequest {
  @TextField({ min: SHORTEST_PASSWORD, max: LONGEST_PASSWORD })
  password!: string;
}

@Example({ current: 'correct horse battery', password: 'staple battery horse' })
export class ChangePasswordRequest {
  @TextField({ max: LONGEST_PASSWORD, description: 'The current password' })
  current!: string;

  @TextField({ min: SHORTEST_PASSWORD, max: LONGEST_PASSWORD })
  password!: string;
}
