import { MAX_CONDITION_KIB, type Condition } from '../../evaluation/index.js';
import { JsonObjectField, KeyField, TextListField } from '../../platform/fields.js';
import { MAX_SUBJECT } from '../subject.js';

const SUBJECTS = { optional: true, max: 10_000, maxLength: MAX_SUBJECT };

/** Exactly one of the two fields. */
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

export class CreateGroupRequest extends GroupMembersRequest {
  @KeyField()
  key!: string;
}

export class ChangeGroupSubjectsRequest {
  @TextListField(SUBJECTS)
  add?: string[];

  @TextListField(SUBJECTS)
  remove?: string[];
}
