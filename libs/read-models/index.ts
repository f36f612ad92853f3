export { managementDefinition } from './management.js';
export { measurementDefinition } from './measurement.js';
export { notificationsDefinition } from './notifications.js';
