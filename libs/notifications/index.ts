export { destinationAggregate, type DestinationEvent } from './destination.js';
export { ruleAggregate, type NotificationRuleEvent } from './notification-rule.js';
