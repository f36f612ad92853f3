import type { Condition } from '../../evaluation/index.js';
import { JsonObjectField, KeyField, TextListField } from '../../platform/fields.js';
import { MAX_SUBJECT } from '../subject.js';

const SUBJECTS = { optional: true, max: 10_000, maxLength: MAX_SUBJECT };

/** Either of the two. */
export class GroupMembersRequest {
  @TextListField({ ...SUBJECTS, description: 'Ids of subjects' })
  subjects?: string[];

  @JsonObjectField({ optional: true, description: 'A condition, which names no group' })
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
