export { binariesFor, exists } from './binaries.js';
export { findDatabase, type DatabaseLocation } from './database-location.js';
export { freePort } from './free-port.js';
export { isReachable, isRoot, postgresUser, type PostgresUser } from './postgres-user.js';
export { PostgresServer } from './postgres-server.js';
export { folderWithin, sharedFolder } from './shared-folder.js';
