import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { loadEnvironments } from '../../access/index.js';
import type { CommandContext } from '../../event-sourcing/command-context.js';
import { CommandRunner, toNewEvent, type Handled, type Loaded } from '../../event-sourcing/command-runner.js';
import { commandWith } from '../../event-sourcing/declared-command.js';
import { newId } from '../../platform/ids.js';
import { own } from '../../primitives/own.js';
import { conflict, notFound, Refusal } from '../../primitives/refusal.js';
import { LiveOverrides } from '../../subjects/module.js';
import { FlagExperiments } from '../flag-experiments.js';
import { changeable, defaultIn, flagAggregate, flagEnvironmentAggregate, type Flag } from '../flag.js';
import { flagEnvironmentStream, flagStream } from '../flag.events.js';
import { usersIn } from '../variant-users.js';
import { bothBeforeClosing } from './flag-revision.js';
import { dependentKeys, RequirementGraph } from './requirement-graph.js';

interface Removal {
  readonly key: string;
  readonly variant: string;
}

export class RemoveVariant extends commandWith<Removal, Handled<Flag | null>>() {}

/**
 * No variant is removed that a default, a rule, a pin or another flag's prerequisite uses. First the variant is closed:
 * a change that reads the flag from then on cannot use it. Then every environment gets an event in the way of changes
 * that read it before, and the stream of requirements one in the way of those. A refusal leaves the variant open, as it
 * was. Experiments and overrides are asked about from memory: they carry their own value, or serve nothing without it.
 */
@CommandHandler(RemoveVariant)
export class RemoveVariantHandler implements ICommandHandler<RemoveVariant> {
  constructor(
    private readonly runner: CommandRunner,
    private readonly experiments: FlagExperiments,
    private readonly overrides: LiveOverrides,
  ) {}

  execute({ context, key, variant }: RemoveVariant): Promise<Handled<Flag | null>> {
    const stream = flagStream(key);
    return this.runner.attempt(context, async () => {
      const loaded = await this.runner.load(flagAggregate, stream);
      const answered = this.runner.answered(flagAggregate, loaded, context);
      if (answered) return answered;
      const flag = changeable(loaded.state, key);
      const here = await this.runner.load(flagEnvironmentAggregate, flagEnvironmentStream(context.environment, key));
      this.runner.checkMatch(bothBeforeClosing(loaded, here), context);
      if (own(flag.variants, variant) === undefined) throw notFound('variant', variant);

      const closed = flag.closing.includes(variant) ? loaded : await this.close(flag, loaded, variant, context);
      await this.keepUnused(flag, closed, variant, context);
      const beginsWith = flag.defaultVariant === variant ? defaultIn(flag, here.state) : null;
      const removed = { type: 'flag_variant_removed', data: { variant, beginsWith } } as const;
      return this.runner.append(flagAggregate, stream, closed, context, [removed]);
    });
  }

  /** Looks before it writes: a plain refusal leaves no trace. */
  private async close(
    flag: Flag,
    loaded: Loaded<Flag | null>,
    variant: string,
    context: CommandContext,
  ): Promise<Loaded<Flag | null>> {
    await this.checkUnused(flag, variant, context, 'look');
    return this.note('flag_variant_closed', flag.key, loaded, variant, context);
  }

  private async keepUnused(
    flag: Flag,
    closed: Loaded<Flag | null>,
    variant: string,
    context: CommandContext,
  ): Promise<void> {
    try {
      await this.checkUnused(flag, variant, context, 'get in the way');
    } catch (error) {
      if (error instanceof Refusal) await this.note('flag_variant_reopened', flag.key, closed, variant, context);
      throw error;
    }
  }

  /** @throws Refusal `variant_in_use` that names all users */
  private async checkUnused(
    flag: Flag,
    variant: string,
    context: CommandContext,
    how: 'look' | 'get in the way',
  ): Promise<void> {
    const value = own(flag.variants, variant) ?? null;
    const users: string[] = [];
    for (const { key: environment } of await loadEnvironments(this.runner)) {
      const stream = flagEnvironmentStream(environment, flag.key);
      const { state, revision } = await this.runner.load(flagEnvironmentAggregate, stream);
      const pins = await this.experiments.pins(environment, state);
      users.push(...usersIn(environment, flag, state, pins, { variant, value }));
      if (how !== 'look') await this.abandonChanges(stream, revision, { ...context, environment });
    }
    const graph = await RequirementGraph.load(this.runner, context);
    for (const dependent of await dependentKeys(graph, flag.key, variant)) users.push(`the flag ${dependent}`);
    if (how !== 'look') await graph.close(flag.key, variant);
    users.push(...(await this.experiments.usersOf(flag.key, variant, value)));
    users.push(...(await this.overridden(flag.key, variant)));
    if (users.length === 0) return;
    throw conflict('variant_in_use', `the variant ${variant} is in use: ${users.join('; ')}`, { users });
  }

  private async overridden(key: string, variant: string): Promise<string[]> {
    const overrides = await this.overrides.of(key);
    return overrides
      .filter((override) => override.variant === variant && override.experiment === null)
      .map(({ environment, for: whom }) =>
        whom.kind === 'group'
          ? `the override for the group ${whom.group} in ${environment}`
          : `the override for ${whom.subject} in ${environment}`,
      );
  }

  private async abandonChanges(stream: string, revision: number, context: CommandContext): Promise<void> {
    const abandoned = { type: 'changes_abandoned', data: {} } as const;
    const event = toNewEvent(flagEnvironmentAggregate, stream, abandoned, attemptOf(context), 0);
    await this.runner.appendAt(stream, revision, [event]);
  }

  private async note(
    type: 'flag_variant_closed' | 'flag_variant_reopened',
    key: string,
    flag: Loaded<Flag | null>,
    variant: string,
    context: CommandContext,
  ): Promise<Loaded<Flag | null>> {
    const event = toNewEvent(flagAggregate, flagStream(key), { type, data: { variant } }, attemptOf(context), 0);
    return { ...flag, ...(await this.runner.appendAt(flagStream(key), flag.revision, [event])) };
  }
}

/** A retry must not take what an attempt leaves behind for the command's own answer. */
const attemptOf = (context: CommandContext): CommandContext => ({ ...context, commandId: newId() });
