export * from './metric-table.js';
