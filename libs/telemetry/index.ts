export * from './event-type.js';
export * from './telemetry.js';
export { ExposureSink, isSeen, type DecidedExposure } from './on-decide/exposure-sink.js';
export { uncountable, type Uncountable } from './schema/countable-property.js';
export { CountedProperties } from './counted-properties.js';
export { TypeUses } from './type-uses.js';
