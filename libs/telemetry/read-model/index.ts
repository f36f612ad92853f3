export * from './event-type-table.js';
export { ProjectedIds } from './telemetry-ids.js';
export { ActivityTables } from './activity-tables.js';
export { ReceivedTable, type ReceivedMinute, type ReceivedSum } from './received-table.js';
export { KEPT_REJECTIONS, RejectionTable, type StoredRejection } from './rejection-table.js';
