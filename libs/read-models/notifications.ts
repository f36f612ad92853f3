import { toldDefinition } from '../notifications/read-model/index.js';
import type { Clock } from '../platform/clock.js';
import type { ProjectionDefinition } from '../projections/index.js';
import { COMMAND_STREAMS } from './command-streams.js';

/** The projection that stores what is to be notified of. It reads all command streams, so that it soon passes each command. */
export const notificationsDefinition = (clock: Clock): ProjectionDefinition => ({
  ...toldDefinition(clock),
  filter: { streamPrefixes: COMMAND_STREAMS },
});
