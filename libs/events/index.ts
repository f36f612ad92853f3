export * from './event-type.js';
export * from './telemetry.js';
