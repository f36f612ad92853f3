export * from './group.js';
export * from './override.js';
export * from './holdout.js';
