import { Example } from '../../platform/example.js';
import { EmailListField, EnumField, IntegerField, TextField } from '../../platform/fields.js';
import { DESTINATION_KINDS, type DestinationKind } from '../destination.js';

const MAX_URL = 2_000;
const MAX_RECIPIENTS = 20;
const MAX_PER_MINUTE = 600;
export const DEFAULT_PER_MINUTE = 60;
const MAX_OVERLAP_HOURS = 168;
export const DEFAULT_OVERLAP_HOURS = 24;

const URL_FIELD = {
  optional: true,
  max: MAX_URL,
  description: 'Where to post to, `https://…`. It is kept sealed, and only its host is shown',
};
const TO_FIELD = { optional: true, max: MAX_RECIPIENTS, description: 'Addresses of e-mail' };
const PER_MINUTE_FIELD = {
  optional: true,
  min: 1,
  max: MAX_PER_MINUTE,
  description: `Notifications that go singly within a minute, ${DEFAULT_PER_MINUTE} by default; more of them go as a digest`,
};

@Example({ name: 'On call', kind: 'webhook', url: 'https://hooks.example.org/assay' })
export class AddDestinationRequest {
  @TextField({ max: 200 })
  name!: string;

  @EnumField(DESTINATION_KINDS)
  kind!: DestinationKind;

  @TextField(URL_FIELD)
  url?: string;

  @EmailListField(TO_FIELD)
  to?: string[];

  @IntegerField(PER_MINUTE_FIELD)
  perMinute?: number;
}

@Example({ name: 'On call', perMinute: 30 })
export class ChangeDestinationRequest {
  @TextField({ optional: true, max: 200 })
  name?: string;

  @TextField(URL_FIELD)
  url?: string;

  @EmailListField(TO_FIELD)
  to?: string[];

  @IntegerField(PER_MINUTE_FIELD)
  perMinute?: number;
}

@Example({ overlapHours: 24 })
export class RotateSecretRequest {
  @IntegerField({
    optional: true,
    min: 0,
    max: MAX_OVERLAP_HOURS,
    description: `Hours for which the secret before signs, too; ${DEFAULT_OVERLAP_HOURS} by default`,
  })
  overlapHours?: number;
}
