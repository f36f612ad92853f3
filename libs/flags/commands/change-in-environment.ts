import type { CommandContext } from '../../event-sourcing/command-context.js';
import type { CommandRunner, Handled } from '../../event-sourcing/command-runner.js';
import { changeable, flagAggregate, flagEnvironmentAggregate, type Flag, type FlagEnvironment } from '../flag.js';
import { flagEnvironmentStream, flagStream, type FlagEnvironmentEvent } from '../flag.events.js';
import { both } from './flag-revision.js';

/**
 * Changes a flag in the command's environment. A command that this stream of the environment knows already gets its
 * first answer.
 * @throws Refusal not_found, `flag_archived`, and what `decide` refuses
 */
export function changeInEnvironment(
  runner: CommandRunner,
  context: CommandContext,
  key: string,
  decide: (flag: Flag, state: FlagEnvironment) => FlagEnvironmentEvent[] | Promise<FlagEnvironmentEvent[]>,
): Promise<Handled<FlagEnvironment>> {
  const stream = flagEnvironmentStream(context.environment, key);
  return runner.attempt(context, async () => {
    const loaded = await runner.load(flagEnvironmentAggregate, stream);
    const answered = runner.answered(flagEnvironmentAggregate, loaded, context);
    if (answered) return answered;
    const shared = await runner.load(flagAggregate, flagStream(key));
    const flag = changeable(shared.state, key);
    runner.checkMatch(both(shared, loaded), context);
    const events = await decide(flag, loaded.state);
    if (events.length === 0 && loaded.revision < 0 && shared.position !== undefined) {
      // Nothing to write, and no revision of its own to answer with: the flag's creation made it what it is.
      return { state: loaded.state, revision: loaded.revision, position: shared.position };
    }
    return runner.append(flagEnvironmentAggregate, stream, loaded, context, events);
  });
}
