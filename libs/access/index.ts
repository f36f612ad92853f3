export * from './api-key.js';
export * from './environment.js';
export * from './user.js';
export { principalOf, type Principal } from './principal.js';
export { hashSecret, keyIdOf, newSecret } from './secret.js';
export { Sessions } from './session.js';
export { hasAdmin, seedAdmin } from './seed-admin.js';
