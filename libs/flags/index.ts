export * from './flag.events.js';
export * from './flag.js';
