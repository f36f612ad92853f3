export * from './flag-tables.js';
export { PinQueries } from './pin-queries.js';
