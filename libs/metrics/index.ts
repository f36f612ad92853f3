export * from './metric.js';
export * from './rule.js';
