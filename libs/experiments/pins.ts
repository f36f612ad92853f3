import type { Condition } from '../decisions/index.js';
import type { FlagEnvironment } from '../flags/index.js';
import type { CommandRunner } from '../platform/command-runner.js';
import { experimentAggregate } from './experiment.js';
import { experimentStream, type Pin } from './experiment.events.js';

/** A pin with the experiment that left it. */
export interface FlagPin extends Pin {
  readonly experiment: string;
  readonly experimentKey: string;
  readonly since: string;
  /** Whom it is for: the experiment's audience; null: everybody. */
  readonly targeting: Condition | null;
}

/** What completed experiments left on a flag and nobody has ended, newest first, from their streams. */
export async function loadPins(
  runner: CommandRunner,
  environment: string,
  { reservations, endedPins }: FlagEnvironment,
): Promise<FlagPin[]> {
  const pins: FlagPin[] = [];
  // A flag has one live experiment at a time, so they were completed in the order in which they last reserved it.
  for (const id of reservations.toReversed()) {
    if (endedPins.includes(id)) continue;
    const { state } = await runner.load(experimentAggregate, experimentStream(environment, id));
    if (!state?.pin || state.completedAt === null) continue;
    const { key: experimentKey, pin, completedAt: since, targeting } = state;
    pins.push({ experiment: id, experimentKey, ...pin, since, targeting });
  }
  return pins;
}
