import { Example } from '../../platform/example.js';
import { IdField, KeyField, TextField, TimeField } from '../../platform/fields.js';
import { MAX_SUBJECT } from '../subject.js';

@Example({ flag: 'checkout', subject: 'customer-1', variant: 'on' })
export class CreateOverrideRequest {
  @KeyField()
  flag!: string;

  @TextField({ optional: true, max: MAX_SUBJECT, description: 'Id of the subject; give either subject or group' })
  subject?: string;

  @KeyField({ optional: true })
  group?: string;

  @KeyField({ description: 'A variant of the flag or, with an experiment, one of its arms' })
  variant!: string;

  @IdField({ optional: true, description: 'Id of an experiment on the flag; it may be a draft' })
  experiment?: string;

  @TimeField({ optional: true, description: 'Time of expiry; default in 7 days' })
  expiresAt?: string;
}
