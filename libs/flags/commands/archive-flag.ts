import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { loadEnvironments } from '../../access/index.js';
import type { CommandContext } from '../../event-sourcing/command-context.js';
import { CommandRunner, toNewEvent, type Handled, type Loaded } from '../../event-sourcing/command-runner.js';
import { commandWith } from '../../event-sourcing/declared-command.js';
import { newId } from '../../platform/ids.js';
import { notFound, Refusal } from '../../primitives/refusal.js';
import { FlagExperiments } from '../flag-experiments.js';
import { flagAggregate, flagEnvironmentAggregate, isClosed, reservedBy, type Flag } from '../flag.js';
import { flagEnvironmentStream, flagStream } from '../flag.events.js';
import { bothBeforeClosing } from './flag-revision.js';
import { checkUnrequired, RequirementGraph } from './requirement-graph.js';

export class ArchiveFlag extends commandWith<{ readonly key: string }, Handled<Flag | null>>() {}

/**
 * No flag is archived under a live experiment, or while another requires it. First the flag is closed: a start or a
 * requirement that reads it from then on is refused, also in an environment that is added later. Then every environment
 * there is gets an event in the way of starts that read it before, and the stream of requirements one in the way of
 * those. Then it is archived, unless anybody opened it meanwhile. A refusal leaves it open, as it was.
 */
@CommandHandler(ArchiveFlag)
export class ArchiveFlagHandler implements ICommandHandler<ArchiveFlag> {
  constructor(
    private readonly runner: CommandRunner,
    private readonly experiments: FlagExperiments,
  ) {}

  execute({ context, key }: ArchiveFlag): Promise<Handled<Flag | null>> {
    return this.runner.attempt(context, async () => {
      const flag = await this.runner.load(flagAggregate, flagStream(key));
      const answered = this.runner.answered(flagAggregate, flag, context);
      if (answered) return answered;
      if (!flag.state) throw notFound('flag', key);
      const here = await this.runner.load(flagEnvironmentAggregate, flagEnvironmentStream(context.environment, key));
      this.runner.checkMatch(bothBeforeClosing(flag, here), context);
      if (flag.state.archived) return this.runner.append(flagAggregate, flagStream(key), flag, context, []);

      const closed = isClosed(flag.events) ? flag : await this.close(flag, key, context);
      await this.abandonUses(closed, key, context);
      return this.runner.append(flagAggregate, flagStream(key), closed, context, [{ type: 'flag_archived', data: {} }]);
    });
  }

  /** Looks before it writes: a plain refusal leaves no trace. */
  private async close(flag: Loaded<Flag | null>, key: string, context: CommandContext): Promise<Loaded<Flag | null>> {
    for (const { key: environment } of await loadEnvironments(this.runner)) {
      const stream = flagEnvironmentStream(environment, key);
      const holder = reservedBy((await this.runner.load(flagEnvironmentAggregate, stream)).state);
      if (holder !== null) await this.experiments.checkFree(key, environment, holder);
    }
    await checkUnrequired(await RequirementGraph.load(this.runner, context), key);
    return this.note('flag_closed', flag, key, context);
  }

  private async abandonUses(closed: Loaded<Flag | null>, key: string, context: CommandContext): Promise<void> {
    try {
      for (const { key: environment } of await loadEnvironments(this.runner))
        await this.abandonStartsIn(key, { ...context, environment });
      const graph = await RequirementGraph.load(this.runner, context);
      await checkUnrequired(graph, key);
      await graph.close(key, null);
    } catch (error) {
      if (error instanceof Refusal) await this.note('flag_reopened', closed, key, context);
      throw error;
    }
  }

  private async abandonStartsIn(key: string, context: CommandContext): Promise<void> {
    const stream = flagEnvironmentStream(context.environment, key);
    const loaded = await this.runner.load(flagEnvironmentAggregate, stream);
    await this.experiments.takeOver(key, reservedBy(loaded.state), key, context);
    const abandoned = { type: 'starts_abandoned', data: {} } as const;
    const event = toNewEvent(flagEnvironmentAggregate, stream, abandoned, attemptOf(context), 0);
    await this.runner.appendAt(stream, loaded.revision, [event]);
  }

  private async note(
    type: 'flag_closed' | 'flag_reopened',
    flag: Loaded<Flag | null>,
    key: string,
    context: CommandContext,
  ): Promise<Loaded<Flag | null>> {
    const event = toNewEvent(flagAggregate, flagStream(key), { type, data: {} }, attemptOf(context), 0);
    return { ...flag, ...(await this.runner.appendAt(flagStream(key), flag.revision, [event])) };
  }
}

/** A retry must not take what an attempt leaves behind for the command's own answer. */
const attemptOf = (context: CommandContext): CommandContext => ({ ...context, commandId: newId() });
