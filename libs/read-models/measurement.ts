import { measurementOf } from '../measurement/read-model/index.js';
import { COMMAND_STREAMS } from './command-streams.js';

/** Counts telemetry. It subscribes to checks too, so that the monitor gets them after the telemetry before them. */
export const measurementDefinition = measurementOf(COMMAND_STREAMS);
