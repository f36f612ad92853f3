export * from './flag-tables.js';
