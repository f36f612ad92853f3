export * from './flag-tables.js';
export { FlagUseTable, type FlagUse } from './flag-use-table.js';
export { PinQueries } from './pin-queries.js';
