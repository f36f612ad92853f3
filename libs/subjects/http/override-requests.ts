import { IdField, KeyField, TextField, TimeField } from '../../platform/fields.js';
import { MAX_SUBJECT } from '../subject.js';

export class CreateOverrideRequest {
  @KeyField()
  flag!: string;

  @TextField({ optional: true, max: MAX_SUBJECT, description: 'Id of the subject; or name a group' })
  subject?: string;

  @KeyField({ optional: true })
  group?: string;

  @KeyField({ description: "One of the flag's or, with an experiment, one of its arms" })
  variant!: string;

  @IdField({ optional: true, description: 'Id of an experiment on the flag, a draft too' })
  experiment?: string;

  @TimeField({ optional: true, description: 'Default in 7 days' })
  expiresAt?: string;
}
