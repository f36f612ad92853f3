export * from './event-type-table.js';
export { ProjectedIds } from './telemetry-ids.js';
