export * from './group.js';
export * from './override.js';
