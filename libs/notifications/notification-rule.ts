import type { Aggregate } from '../event-sourcing/aggregate.js';
import { eventCodec } from '../event-sourcing/event-codec.js';
import type { DomainEvent } from '../event-sourcing/decider.js';
import { changedFields } from '../primitives/changed-fields.js';
import { conflict, invalid, notFound } from '../primitives/refusal.js';
import type { EventKind, Severity } from './event-kinds.js';

/** Which events go to which destinations. An empty list of a filter takes all. */
export interface NotificationRule {
  readonly id: string;
  readonly name: string;
  readonly events: readonly EventKind[];
  readonly environments: readonly string[];
  readonly flags: readonly string[];
  /** Tags of the flag; one of them is enough. */
  readonly tags: readonly string[];
  /** The least severity. */
  readonly severity: Severity;
  /** Ids; at least one. */
  readonly destinations: readonly string[];
}

export type RuleFields = Omit<NotificationRule, 'id'>;

/** On `notification_rule-<id>`. */
export type NotificationRuleEvent =
  | DomainEvent<'notification_rule_added', NotificationRule>
  | DomainEvent<'notification_rule_changed', Partial<RuleFields>>
  | DomainEvent<'notification_rule_removed', Record<string, never>>;

const RULE_CATEGORY = 'notification_rule';
export const ruleStream = (id: string): string => `${RULE_CATEGORY}-${id}`;

/** Null before it is added, and after it is removed. */
export const ruleAggregate: Aggregate<NotificationRule | null, NotificationRuleEvent> = {
  category: RULE_CATEGORY,
  codec: eventCodec<NotificationRuleEvent>({
    notification_rule_added: 1,
    notification_rule_changed: 1,
    notification_rule_removed: 1,
  }),
  initialState: null,
  shared: true,
  evolve: (rule, event) => {
    switch (event.type) {
      case 'notification_rule_added':
        return event.data;
      case 'notification_rule_changed':
        return rule && { ...rule, ...event.data };
      case 'notification_rule_removed':
        return null;
    }
  },
};

export function addRule(rule: NotificationRule | null, command: NotificationRule): NotificationRuleEvent[] {
  if (rule) throw conflict('id_taken', 'a rule with this id exists already');
  checkDestinations(command);
  return [{ type: 'notification_rule_added', data: command }];
}

export function changeRule(
  rule: NotificationRule | null,
  id: string,
  changes: Partial<RuleFields>,
): NotificationRuleEvent[] {
  if (!rule) throw notFound('notification rule', id);
  checkDestinations({ ...rule, ...changes });
  const data = changedFields<RuleFields>(changes, rule);
  return Object.keys(data).length > 0 ? [{ type: 'notification_rule_changed', data }] : [];
}

export function removeRule(rule: NotificationRule | null, id: string): NotificationRuleEvent[] {
  if (!rule) throw notFound('notification rule', id);
  return [{ type: 'notification_rule_removed', data: {} }];
}

function checkDestinations({ destinations }: Pick<NotificationRule, 'destinations'>): void {
  if (destinations.length === 0) throw invalid('required', 'a rule needs a destination', '/destinations');
}
