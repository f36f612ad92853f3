import type { CommandContext } from '../../event-sourcing/command-context.js';
import type { CommandRunner, Handled, Loaded } from '../../event-sourcing/command-runner.js';
import { changedAt, eventTypeAggregate, eventTypeStream, type EventType, type EventTypeEvent } from '../event-type.js';

/**
 * Changes an event type. If-Match is about the type itself: an experiment that reserved it since has not changed it.
 * @throws what `decide` refuses
 */
export function changeEventType(
  runner: CommandRunner,
  context: CommandContext,
  key: string,
  decide: (loaded: Loaded<EventType | null>) => EventTypeEvent[] | Promise<EventTypeEvent[]>,
): Promise<Handled<EventType | null>> {
  const stream = eventTypeStream(key);
  return runner.attempt(context, async () => {
    const loaded = await runner.load(eventTypeAggregate, stream);
    const answered = runner.answered(eventTypeAggregate, loaded, context);
    if (answered) return answered;
    const { ifMatch } = context;
    const isUnchanged =
      typeof ifMatch === 'number' && ifMatch >= changedAt(loaded.events) && ifMatch <= loaded.revision;
    if (!isUnchanged) runner.checkMatch({ ...loaded, revision: changedAt(loaded.events) }, context);
    return runner.append(eventTypeAggregate, stream, loaded, context, await decide(loaded));
  });
}
