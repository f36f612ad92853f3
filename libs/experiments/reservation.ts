import { newId } from '../platform/ids.js';
import type { CommandContext } from '../platform/command-context.js';
import { toNewEvent, type CommandRunner } from '../platform/command-runner.js';
import { conflict } from '../platform/refusal.js';
import { experimentAggregate, isLive } from './experiment.js';
import { experimentStream, type ExperimentEvent } from './experiment.events.js';

/**
 * Makes sure that the last experiment to reserve a flag does not hold it and cannot come to hold it: a live one keeps
 * it (409), one that could still be about to start gets an event in its way, at the revision just loaded.
 * @throws Refusal `flag_in_use`
 */
export async function takeOverReservation(
  runner: CommandRunner,
  reservedBy: string | null,
  takenFor: string,
  flagKey: string,
  context: CommandContext,
): Promise<void> {
  if (reservedBy === null || reservedBy === takenFor) return;
  const stream = experimentStream(context.environment, reservedBy);
  const holder = await runner.load(experimentAggregate, stream);
  if (!holder.state) return;
  if (isLive(holder.state)) {
    throw conflict(
      'flag_in_use',
      `the experiment ${holder.state.key} is ${holder.state.status} on the flag ${flagKey}`,
    );
  }
  if (holder.state.status !== 'approved') return;
  const abandoned: ExperimentEvent = { type: 'experiment_start_abandoned', data: { for: takenFor } };
  const attempt = { ...context, commandId: newId() };
  await runner.appendAt(stream, holder.revision, [toNewEvent(experimentAggregate, stream, abandoned, attempt, 0)]);
}
