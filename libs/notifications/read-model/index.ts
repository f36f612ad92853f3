export { DestinationRow, managedNotifications, NotificationRuleRow } from './notification-tables.js';
export { NOTIFICATIONS, notificationsProgress, toldDefinition } from './notifications.projection.js';
export { Outbox } from './outbox.js';
export { DeliveryRow } from './outbox-tables.js';
