import { Example } from '../../platform/example.js';
import { DecimalField, KeyField, KeyListField, TimeField } from '../../platform/fields.js';

@Example({ key: 'first_quarter', share: '5', endAt: '2030-04-01T00:00:00Z' })
export class CreateHoldoutRequest {
  @KeyField()
  key!: string;

  @DecimalField({ description: 'Percent of subjects; at most 10' })
  share!: string;

  @KeyListField({ optional: true, max: 200, description: 'Keys of the flags that it covers; default all' })
  flags?: string[];

  @TimeField({ optional: true, description: 'Start; default now' })
  startAt?: string;

  @TimeField({ optional: true, nullable: true, description: 'End; default null: not yet known' })
  endAt?: string | null;
}

@Example({ endAt: '2030-05-01T00:00:00Z' })
export class ChangeHoldoutRequest {
  @TimeField({ nullable: true, description: 'End; null: not yet known' })
  endAt!: string | null;
}
