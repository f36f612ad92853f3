export { AuditRow, managedAudit } from './audit-table.js';
export { auditPages } from './audit-pages.js';
export { AuditTrail } from './audit-trail.js';
