import { DecimalField, KeyField, KeyListField, TimeField } from '../../platform/fields.js';

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

export class ChangeHoldoutRequest {
  @TimeField({ nullable: true, description: 'End; null: not yet known' })
  endAt!: string | null;
}
