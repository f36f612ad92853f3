export { managementDefinition } from './management.js';
export { measurementDefinition } from './measurement.js';
