import { measurementOf } from '../measurement/read-model/index.js';
import { COMMAND_STREAMS } from './command-streams.js';

/** What telemetry is counted into. Checks travel along, so that the guardrail monitor meets them after the telemetry that they ask about. */
export const measurementDefinition = measurementOf(COMMAND_STREAMS);
