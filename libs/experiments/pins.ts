import type { FlagEnvironment, FlagPin } from '../flags/index.js';
import type { CommandRunner } from '../event-sourcing/command-runner.js';
import { experimentAggregate } from './experiment-aggregate.js';
import { experimentStream } from './experiment.events.js';

/** Loads the pins of a flag that have not been ended, newest first, from the streams of their experiments. */
export async function loadPins(
  runner: CommandRunner,
  environment: string,
  { reservations, endedPins }: FlagEnvironment,
): Promise<FlagPin[]> {
  const pins: FlagPin[] = [];
  // A flag has one live experiment at a time, so they were completed in the order of their last reservations.
  for (const id of reservations.toReversed()) {
    if (endedPins.includes(id)) continue;
    const { state } = await runner.load(experimentAggregate, experimentStream(environment, id));
    if (!state?.pin || state.completedAt === null) continue;
    const { key: experimentKey, pin, completedAt: since, targeting } = state;
    pins.push({ experiment: id, experimentKey, ...pin, since, targeting });
  }
  return pins;
}
