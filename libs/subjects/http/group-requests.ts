import { Example } from '../../platform/example.js';
import { MAX_CONDITION_KIB, type Condition } from '../../evaluation/index.js';
import { JsonObjectField, KeyField, TextListField } from '../../platform/fields.js';
import { MAX_SUBJECT } from '../subject.js';

const SUBJECTS = { optional: true, max: 10_000, maxLength: MAX_SUBJECT };

/** Exactly one of the two fields. */
@Example({ when: { email: { $regex: '@example[.]org$' } } })
export class GroupMembersRequest {
  @TextListField({ ...SUBJECTS, description: 'Ids of subjects' })
  subjects?: string[];

  @JsonObjectField({
    optional: true,
    maxKib: MAX_CONDITION_KIB,
    description: 'Condition that members match; it may not name a group',
  })
  when?: Condition;
}

@Example({ key: 'beta_testers', subjects: ['customer-1', 'customer-2'] })
export class CreateGroupRequest extends GroupMembersRequest {
  @KeyField()
  key!: string;
}

@Example({ add: ['customer-3'], remove: ['customer-1'] })
export class ChangeGroupSubjectsRequest {
  @TextListField(SUBJECTS)
  add?: string[];

  @TextListField(SUBJECTS)
  remove?: string[];
}
