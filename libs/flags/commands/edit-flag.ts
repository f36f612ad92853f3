import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { CommandContext } from '../../event-sourcing/command-context.js';
import { CommandRunner } from '../../event-sourcing/command-runner.js';
import { commandWith } from '../../event-sourcing/declared-command.js';
import { changeDefault } from '../changing.js';
import { describeFlag, type FlagChanges } from '../defining.js';
import { FlagExperiments } from '../flag-experiments.js';
import { changeable, flagAggregate, flagEnvironmentAggregate, type Flag, type FlagEnvironment } from '../flag.js';
import { flagEnvironmentStream, flagStream, type FlagEnvironmentEvent } from '../flag.events.js';
import type { DefaultRequest } from '../values.js';
import { both } from './flag-revision.js';

interface Edit {
  readonly key: string;
  /** What all environments share. */
  readonly changes: FlagChanges;
  /** Another default in the command's environment; undefined: the default is not asked about. */
  readonly defaultRequest: DefaultRequest | undefined;
}

export interface Edited {
  /** The experiments whose pins another default ended; undefined where the default was not asked about. */
  readonly lifted: readonly string[] | undefined;
}

export class EditFlag extends commandWith<Edit, Edited>() {}

/**
 * Changes what all environments share and the default of one: two streams. Everything is decided before anything is
 * written. The shared stream is written first. After that nothing is refused: a retry finds its own event there, does
 * not check If-Match again, and writes the other half.
 */
@CommandHandler(EditFlag)
export class EditFlagHandler implements ICommandHandler<EditFlag> {
  constructor(
    private readonly runner: CommandRunner,
    private readonly experiments: FlagExperiments,
  ) {}

  execute({ context, key, changes, defaultRequest }: EditFlag): Promise<Edited> {
    const stream = flagEnvironmentStream(context.environment, key);
    return this.runner.attempt(context, async () => {
      // Loaded before the flag: an archiving of the flag from then on conflicts with the append to this stream.
      const here = await this.runner.load(flagEnvironmentAggregate, stream);
      // Written last: where its event is, the other half is too.
      const answered = this.runner.answered(flagEnvironmentAggregate, here, context);
      if (answered) return { lifted: answered.state.lifted };
      const shared = await this.runner.load(flagAggregate, flagStream(key));
      const halfDone = this.runner.answered(flagAggregate, shared, context)?.state;
      const flag = halfDone ?? changeable(shared.state, key);
      if (!halfDone) this.runner.checkMatch(both(shared, here), context);

      const described = halfDone ? [] : describeFlag(flag, key, changes);
      const changed = defaultRequest && (await this.decideDefault(flag, here.state, defaultRequest, context));
      if (!halfDone) await this.runner.append(flagAggregate, flagStream(key), shared, context, described);
      if (!changed) return { lifted: undefined };
      // What an earlier change lifted, this one did not.
      if (changed.length === 0) return { lifted: [] };
      const { state } = await this.runner.append(flagEnvironmentAggregate, stream, here, context, changed);
      return { lifted: state.lifted };
    });
  }

  private async decideDefault(
    flag: Flag,
    here: FlagEnvironment,
    request: DefaultRequest,
    { environment }: CommandContext,
  ): Promise<FlagEnvironmentEvent[]> {
    return changeDefault(flag, here, request, await this.experiments.pins(environment, here));
  }
}
