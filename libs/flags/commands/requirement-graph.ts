import { hasReached, type Position } from '../../event-store/index.js';
import { decodeFor } from '../../event-sourcing/aggregate.js';
import type { CommandContext } from '../../event-sourcing/command-context.js';
import { toNewEvent, type CommandRunner, type Loaded } from '../../event-sourcing/command-runner.js';
import { newId } from '../../platform/ids.js';
import { conflict } from '../../primitives/refusal.js';
import { flagAggregate, type Flag } from '../flag.js';
import { FLAG_REQUIREMENTS_STREAM, flagStream, type FlagRequirementsEvent, type Requirement } from '../flag.events.js';
import { flagRequirementsAggregate } from '../requirements.js';

/**
 * What flags require of each other, as one attempt of a command sees it. What a flag requires is on its own stream. A
 * reservation that is not followed by any event of its flag may still become a requirement: an event on the flag's
 * stream makes that fail, because the other command appends at the revision that it read before it reserved.
 */
export class RequirementGraph {
  private readonly flags = new Map<string, Promise<Loaded<Flag | null>>>();

  private constructor(
    private readonly runner: CommandRunner,
    private readonly context: CommandContext,
    /** Of the stream of reservations. */
    private readonly revision: number,
    /** The last reservation of each flag. */
    private readonly reservedAt: ReadonlyMap<string, Position>,
    /** All flags that ever reserved a requirement of each. */
    private readonly reservedBy: ReadonlyMap<string, ReadonlySet<string>>,
  ) {}

  /** Load it before the flags: what is reserved later conflicts with `reserve` and `close`. */
  static async load(runner: CommandRunner, context: CommandContext): Promise<RequirementGraph> {
    const { events, revision } = await runner.load(flagRequirementsAggregate, FLAG_REQUIREMENTS_STREAM);
    const reservedAt = new Map<string, Position>();
    const reservedBy = new Map<string, Set<string>>();
    for (const event of events) {
      const { type, data } = decodeFor(flagRequirementsAggregate, event);
      if (type !== 'requires_reserved') continue;
      reservedAt.set(data.flag, event.position);
      for (const { flag } of data.requires) reservedBy.set(flag, (reservedBy.get(flag) ?? new Set()).add(data.flag));
    }
    return new RequirementGraph(runner, context, revision, reservedAt, reservedBy);
  }

  /** The flag, loaded once. */
  flag(key: string): Promise<Loaded<Flag | null>> {
    const known = this.flags.get(key);
    if (known) return known;
    const loading = this.runner.load(flagAggregate, flagStream(key));
    this.flags.set(key, loading);
    return loading;
  }

  /** What a flag requires, and will until its stream changes: an unfinished change of it fails from now on. */
  async requirementsOf(key: string): Promise<readonly Requirement[]> {
    const loaded = await this.flag(key);
    if (!loaded.state) return [];
    const reserved = this.reservedAt.get(key);
    if (reserved !== undefined && (loaded.position === undefined || !hasReached(loaded.position, reserved))) {
      await this.abandon(key, loaded);
    }
    return loaded.state.requires;
  }

  /** The flags that require this one, with what they require of it; archived ones, too. */
  async dependentsOf(key: string): Promise<{ readonly flag: Flag; readonly variant: string }[]> {
    const found: { readonly flag: Flag; readonly variant: string }[] = [];
    for (const candidate of this.reservedBy.get(key) ?? []) {
      const required = (await this.requirementsOf(candidate)).find(({ flag }) => flag === key);
      const { state: flag } = await this.flag(candidate);
      if (required && flag) found.push({ flag, variant: required.variant });
    }
    return found;
  }

  /** Reserves at the loaded revision. */
  reserve(flag: string, requires: readonly Requirement[]): Promise<void> {
    return this.append({ type: 'requires_reserved', data: { flag, requires } });
  }

  /** From now on no command comes to require the flag, or its variant, that read it before. */
  close(flag: string, variant: string | null): Promise<void> {
    return this.append({ type: 'requires_closed', data: { flag, variant } });
  }

  private async append(event: FlagRequirementsEvent): Promise<void> {
    const stream = FLAG_REQUIREMENTS_STREAM;
    const written = toNewEvent(flagRequirementsAggregate, stream, event, this.attempt(), 0);
    await this.runner.appendAt(stream, this.revision, [written]);
  }

  private async abandon(key: string, loaded: Loaded<Flag | null>): Promise<void> {
    const stream = flagStream(key);
    const event = toNewEvent(flagAggregate, stream, { type: 'requires_abandoned', data: {} }, this.attempt(), 0);
    const appended = await this.runner.appendAt(stream, loaded.revision, [event]);
    this.flags.set(key, Promise.resolve({ ...loaded, ...appended }));
  }

  /** A fresh id each time: what an attempt leaves behind is not the command's own answer. */
  private attempt(): CommandContext {
    return { ...this.context, commandId: newId() };
  }
}

/** Keys of the flags, not archived ones, that require this one, or the variant of it. */
export async function dependentKeys(graph: RequirementGraph, key: string, variant?: string): Promise<string[]> {
  return (await graph.dependentsOf(key))
    .filter(({ flag, variant: required }) => !flag.archived && (variant === undefined || required === variant))
    .map(({ flag }) => flag.key);
}

/** @throws Refusal `flag_required` that names the flags that require this one */
export async function checkUnrequired(graph: RequirementGraph, key: string): Promise<void> {
  const dependents = await dependentKeys(graph, key);
  if (dependents.length === 0) return;
  throw conflict('flag_required', `the flag ${key} is required by ${dependents.join(', ')}`, { dependents });
}
