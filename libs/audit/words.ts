import type { ApiKeyEvent, CredentialsEvent, EnvironmentEvent, IdentityEvent, UserEvent } from '../access/index.js';
import type { FlagEnvironmentEvent, FlagEvent, FlagRequirementsEvent } from '../flags/index.js';
import type { MetricEvent } from '../metrics/index.js';
import type { DestinationEvent, NotificationRuleEvent } from '../notifications/index.js';
import type { OperationEvent } from '../projections/index.js';
import type { ApproverGroupEvent, ReviewPolicyEvent } from '../reviews/index.js';
import type {
  ConflictDomainEvent,
  GroupEvent,
  HoldoutEvent,
  OverrideEvent,
  ParticipationLimitEvent,
} from '../subjects/index.js';
import type { EventTypeEvent } from '../telemetry/index.js';

/** The words for the kinds of things that events change. */
const ENTITIES = {
  flag: 'the flag',
  experiment: 'the experiment',
  metric: 'the metric',
  event_type: 'the event type',
  user: 'the user',
  api_key: 'the API key',
  sign_in: 'the account',
  access: 'the access of',
  environment: 'the environment',
  review_policy: 'the review policy of',
  approver_group: 'the approver group of',
  group: 'the group',
  override: 'the override',
  holdout: 'the holdout',
  conflict_domain: 'the conflict domain',
  participation_limit: 'the participation limit of',
  notification_destination: 'the destination',
  notification_rule: 'the notification rule',
  projection: 'the read model',
} as const;
export type EntityKind = keyof typeof ENTITIES;
// The cast is safe, because the object above has no other members.
export const KINDS = Object.keys(ENTITIES) as [EntityKind, ...EntityKind[]];

/** The kind as a refusal names it, such as `event type`. */
export const kindInWords = (kind: EntityKind): string => ENTITIES[kind].replace('the ', '');

/** The events whose sentence is made of a deed and a thing. */
export type WordedEvent =
  | FlagEvent
  | FlagEnvironmentEvent
  | FlagRequirementsEvent
  | MetricEvent
  | EventTypeEvent
  | UserEvent
  | CredentialsEvent
  | IdentityEvent
  | ApiKeyEvent
  | EnvironmentEvent
  | ReviewPolicyEvent
  | ApproverGroupEvent
  | GroupEvent
  | OverrideEvent
  | HoldoutEvent
  | ConflictDomainEvent
  | ParticipationLimitEvent
  | DestinationEvent
  | NotificationRuleEvent
  | OperationEvent;

/** What each event did to its thing: the middle of `Olga archived the flag checkout`. */
const DEEDS: Readonly<Record<WordedEvent['type'], string>> = {
  flag_created: 'created',
  flag_described: 'described',
  flag_variants_added: 'added variants to',
  flag_variant_closed: 'closed a variant, before removing it, of',
  flag_variant_reopened: 'reopened a variant of',
  flag_variant_removed: 'removed a variant of',
  flag_requires_replaced: 'replaced the prerequisites of',
  requires_abandoned: 'made unfinished changes of prerequisites fail on',
  requires_reserved: 'reserved prerequisites for',
  requires_closed: 'closed to dependents',
  flag_closed: 'closed to experiments, before archiving it,',
  flag_reopened: 'reopened to experiments',
  flag_archived: 'archived',
  flag_restored: 'restored',
  flag_enabled: 'enabled',
  flag_disabled: 'disabled',
  flag_default_changed: 'changed the default of',
  flag_rules_replaced: 'replaced the rules of',
  flag_pin_adopted: "adopted an experiment's pin on",
  flag_pin_lifted: "lifted an experiment's pin from",
  starts_abandoned: 'made unfinished starts fail on',
  changes_abandoned: 'made unfinished changes fail on',
  experiment_reserved: 'reserved for an experiment',
  metric_defined: 'defined',
  metric_renamed: 'renamed',
  metric_version_added: 'added a version to',
  metric_archived: 'archived',
  metric_restored: 'restored',
  event_type_defined: 'defined',
  event_type_edited: 'changed',
  event_type_archived: 'archived',
  event_type_restored: 'restored',
  event_type_reserved: 'reserved for an experiment',
  user_added: 'added',
  user_changed: 'changed',
  user_sessions_ended: 'ended all sessions of',
  user_deactivated: 'deactivated',
  user_reactivated: 'reactivated',
  user_forgotten: 'forgot',
  password_link_made: 'made a password link for',
  password_link_ended: 'ended the password link for',
  password_set: 'set the password of',
  identity_joined: 'joined an identity to',
  identity_bound: 'bound an identity to',
  api_key_created: 'created',
  api_key_rotated: 'gave another secret to',
  api_key_revoked: 'revoked',
  environment_added: 'added',
  review_policy_set: 'set',
  approver_group_set: 'set',
  group_created: 'created',
  group_replaced: 'replaced the members of',
  group_subjects_changed: 'changed the subjects of',
  group_archived: 'archived',
  group_restored: 'restored',
  override_created: 'created',
  override_ended: 'ended',
  holdout_created: 'created',
  holdout_end_changed: 'changed the end of',
  conflict_domain_created: 'created',
  slots_reserved: 'reserved slots in',
  participation_limit_set: 'set',
  destination_added: 'added',
  destination_changed: 'changed',
  destination_secret_rotated: 'made a new secret for',
  destination_disabled: 'disabled',
  destination_enabled: 'enabled',
  destination_removed: 'removed',
  destination_test_requested: 'sent a test to',
  delivery_resend_requested: 'sent a notification again to',
  notification_rule_added: 'added',
  notification_rule_changed: 'changed',
  notification_rule_removed: 'removed',
  projection_rebuild_requested: 'asked for a rebuild of',
  parked_replay_requested: 'asked for a replay of the parked events of',
};

/** One sentence, such as `Olga replaced the rules of the flag checkout`. @param name of the thing, for people */
export const sentenceOf = (type: WordedEvent['type'], author: string, kind: EntityKind, name: string): string =>
  `${author} ${DEEDS[type]} ${ENTITIES[kind]} ${name}`;
