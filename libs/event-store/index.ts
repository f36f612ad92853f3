export * from './errors.js';
export * from './event-store.js';
export { hasReached, laterOf, parsePosition, type Position } from './position.js';
export { appendWithRetry } from './retry-append.js';
