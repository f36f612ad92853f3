export * from './access-tables.js';
export { SignInAttempts } from './attempts.js';
export { KeyUseTable, type KeyUse } from './key-use-table.js';
export { SignInTablesSource } from './session-tables.js';
export { Sessions, type Session, type SessionOwner } from './sessions.js';
