export * from './access-tables.js';
