export * from './subject-tables.js';
