import {
  checkCondition,
  namedGroups,
  namesInCondition,
  SUBJECT_ATTRIBUTE,
  type Condition,
} from '../evaluation/index.js';
import { invalid } from '../primitives/refusal.js';

/**
 * Checks the condition of a rule: it sees the event's properties, no subject and no groups, so that counting stays the
 * same whenever it happens.
 * @param at JSON pointer of the condition in the body
 * @throws Refusal `group_in_rule`, `subject_in_rule`, or what `checkCondition` refuses
 */
export function checkWhere(where: Condition, at: string): Condition {
  checkCondition(where, at);
  const [group] = namedGroups(where, at);
  if (group) throw invalid('group_in_rule', 'a rule sees the properties of the event, no groups', group.pointer);
  const subject = namesInCondition(where, at).find(({ name }) => name === SUBJECT_ATTRIBUTE);
  if (subject) throw invalid('subject_in_rule', 'a rule sees the properties of the event, no subject', subject.pointer);
  return where;
}
