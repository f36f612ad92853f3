import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { CommandRunner, type Handled } from '../../event-sourcing/command-runner.js';
import { commandWith } from '../../event-sourcing/declared-command.js';
import { conflict } from '../../primitives/refusal.js';
import { changeable, flagAggregate, flagEnvironmentAggregate, isClosed, type Flag } from '../flag.js';
import { flagEnvironmentStream, flagStream, type Requirement } from '../flag.events.js';
import { checkRequirable, MAX_CHAIN, replaceRequires } from '../requirements.js';
import { both } from './flag-revision.js';
import { RequirementGraph } from './requirement-graph.js';

interface Requires {
  readonly key: string;
  /** All that the flag requires from then on. */
  readonly requires: readonly Requirement[];
}

export class ReplaceRequires extends commandWith<Requires, Handled<Flag | null>>() {}

/**
 * Every attempt loads the reservations, then the flags, and appends to both streams at exactly these revisions. Of two
 * commands that together make a circle, the one that reserves later reads the other's reservation: it sees the other's
 * requirement, or makes it fail. What requires less than before reserves nothing.
 */
@CommandHandler(ReplaceRequires)
export class ReplaceRequiresHandler implements ICommandHandler<ReplaceRequires> {
  constructor(private readonly runner: CommandRunner) {}

  execute({ context, key, requires }: ReplaceRequires): Promise<Handled<Flag | null>> {
    const stream = flagStream(key);
    return this.runner.attempt(context, async () => {
      const graph = await RequirementGraph.load(this.runner, context);
      const loaded = await graph.flag(key);
      const answered = this.runner.answered(flagAggregate, loaded, context);
      if (answered) return answered;
      const flag = changeable(loaded.state, key);
      const here = await this.runner.load(flagEnvironmentAggregate, flagEnvironmentStream(context.environment, key));
      this.runner.checkMatch(both(loaded, here), context);
      const events = replaceRequires(flag, requires);
      const isNew = (wanted: Requirement): boolean =>
        !flag.requires.some((known) => known.flag === wanted.flag && known.variant === wanted.variant);
      if (requires.some(isNew)) {
        await this.checkAll(graph, flag, requires, isNew);
        await graph.reserve(key, requires);
      }
      return this.runner.append(flagAggregate, stream, loaded, context, events);
    });
  }

  private async checkAll(
    graph: RequirementGraph,
    { key }: Flag,
    requires: readonly Requirement[],
    isNew: (wanted: Requirement) => boolean,
  ): Promise<void> {
    const below = new Map<string, number>();
    for (const [index, requirement] of requires.entries()) {
      const { state, events } = await graph.flag(requirement.flag);
      if (isNew(requirement)) checkRequirable(state, requirement, `/${index}`, isClosed(events));
      await depthBelow(graph, requirement.flag, [key], below);
    }
    const chain = (await depthAbove(graph, key, new Map())) + Math.max(...below.values());
    if (chain > MAX_CHAIN) {
      const message = `at most ${MAX_CHAIN} flags stand one above the other; this would make ${chain}`;
      throw conflict('requirement_chain', message);
    }
  }
}

/**
 * The number of flags in the longest chain from this one downwards, this one included. `known` gets it for each flag.
 * @param path the flags from the top to this one
 * @throws Refusal `circular_requirement`
 */
async function depthBelow(
  graph: RequirementGraph,
  from: string,
  path: readonly string[],
  known: Map<string, number>,
): Promise<number> {
  if (from === path[0]) {
    throw conflict('circular_requirement', `these flags would require each other: ${[...path, from].join(' → ')}`);
  }
  const depth = known.get(from);
  if (depth !== undefined) return depth;
  // Ends a circle of others, should there ever be one.
  known.set(from, 0);
  let below = 0;
  for (const { flag } of await graph.requirementsOf(from)) {
    below = Math.max(below, await depthBelow(graph, flag, [...path, from], known));
  }
  known.set(from, below + 1);
  return below + 1;
}

/** The number of flags in the longest chain from this one upwards, this one included. */
async function depthAbove(graph: RequirementGraph, from: string, known: Map<string, number>): Promise<number> {
  const depth = known.get(from);
  if (depth !== undefined) return depth;
  known.set(from, 0);
  let above = 0;
  for (const { flag } of await graph.dependentsOf(from)) {
    above = Math.max(above, await depthAbove(graph, flag.key, known));
  }
  known.set(from, above + 1);
  return above + 1;
}
