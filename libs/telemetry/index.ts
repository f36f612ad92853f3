export * from './event-type.js';
export * from './telemetry.js';
export { ExposureSink, isSeen, type DecidedExposure } from './on-decide/exposure-sink.js';
export { TypeUses } from './type-uses.js';
