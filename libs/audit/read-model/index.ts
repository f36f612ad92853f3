export { AuditRow, managedAudit } from './audit-table.js';
export { auditPages, NEWEST_FIRST } from './audit-pages.js';
export { AuditTrail } from './audit-trail.js';
