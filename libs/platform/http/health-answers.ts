import Type from 'typebox';
import { Count, enumOf, mapOf, named, Time } from './schemas.js';

export const LiveSchema = named('Live', { status: enumOf(['live']) });

export const HealthSchema = named('Health', {
  status: enumOf(['ready', 'degraded', 'down']),
  checks: mapOf(enumOf(['up', 'down'])),
  staleSince: Type.Optional(Time),
  decisions: Type.Optional(Type.Object({ from: enumOf(['memory', 'file']), ageSeconds: Count })),
});
