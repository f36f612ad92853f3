import { newId } from '../../platform/ids.js';
import type { CommandContext } from '../../event-sourcing/command-context.js';
import { toNewEvent, type CommandRunner, type Loaded } from '../../event-sourcing/command-runner.js';
import { conflict } from '../../primitives/refusal.js';
import { experimentAggregate } from '../experiment-aggregate.js';
import { isLive, type Experiment } from '../experiment.js';
import { experimentStream, type ExperimentEvent } from '../experiment.events.js';

/**
 * Loads the last experiment that reserved a flag.
 * @throws Refusal `flag_in_use` if it is live
 */
export async function loadHolder(
  runner: CommandRunner,
  reservedBy: string,
  flagKey: string,
  environment: string,
): Promise<Loaded<Experiment | null>> {
  const holder = await runner.load(experimentAggregate, experimentStream(environment, reservedBy));
  if (!holder.state || !isLive(holder.state)) return holder;
  const { key, status } = holder.state;
  throw conflict('flag_in_use', `the experiment ${key} is ${status} on the flag ${flagKey}`);
}

/**
 * Ensures that the last experiment that reserved a flag neither holds it nor can come to hold it. If that experiment
 * could still be starting, `start_abandoned` is appended to it at the loaded revision, so that its start fails.
 * @throws Refusal `flag_in_use` if it is live
 */
export async function takeOverReservation(
  runner: CommandRunner,
  reservedBy: string | null,
  takenFor: string,
  flagKey: string,
  context: CommandContext,
): Promise<void> {
  if (reservedBy === null || reservedBy === takenFor) return;
  const holder = await loadHolder(runner, reservedBy, flagKey, context.environment);
  if (holder.state?.status !== 'approved') return;
  const stream = experimentStream(context.environment, reservedBy);
  const abandoned: ExperimentEvent = { type: 'experiment_start_abandoned', data: { for: takenFor } };
  const attempt = { ...context, commandId: newId() };
  await runner.appendAt(stream, holder.revision, [toNewEvent(experimentAggregate, stream, abandoned, attempt, 0)]);
}
