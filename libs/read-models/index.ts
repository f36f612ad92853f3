export { managementDefinition } from './management.js';
export { measurementDefinition } from './measurement.js';
export { SEALED_FIELDS } from './sealed-fields.js';
export { notificationsDefinition } from './notifications.js';
