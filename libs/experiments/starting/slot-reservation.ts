import { EventStoreUnavailableError } from '../../event-store/index.js';
import { newId } from '../../platform/ids.js';
import type { CommandContext } from '../../event-sourcing/command-context.js';
import { toNewEvent, type CommandRunner, type Loaded } from '../../event-sourcing/command-runner.js';
import { conflictDomainAggregate, conflictDomainStream, reserveSlots } from '../../subjects/index.js';
import { experimentAggregate } from '../experiment-aggregate.js';
import { isLive, slotsHeldBy, type Experiment } from '../experiment.js';
import { experimentStream, type ExperimentEvent } from '../experiment.events.js';

/**
 * Finds slots of the conflict domain if the events make the experiment hold more of it. The function that it returns
 * reserves them at the domain's exact revision, so a refusal comes before any write. Call both between the load of the
 * experiment and the append of the events at the loaded revision. A takeover of unheld slots appends an event to the
 * experiment that had reserved them, so that its append fails. No event of the domain frees slots: an experiment holds
 * what its own stream says, so a crash between the two appends leaves nothing held.
 * @throws Refusal `domain_full`
 */
export async function findSlots(
  runner: CommandRunner,
  before: Experiment,
  events: readonly ExperimentEvent[],
  context: CommandContext,
): Promise<() => Promise<void>> {
  const { conflictDomain: key, id } = before;
  const wanted = slotsHeldAfter(before, events, context);
  if (key === null || wanted <= slotsHeldBy(before)) return () => Promise.resolve();

  const stream = conflictDomainStream(context.environment, key);
  const domain = await runner.load(conflictDomainAggregate, stream);
  if (!domain.state) throw new EventStoreUnavailableError(`the conflict domain ${key} of ${id} is not there yet`);
  const others = await loadHolders(
    runner,
    domain.state.reservations.map(({ experiment }) => experiment).filter((other) => other !== id),
    context.environment,
  );
  const held = (experiment: string): number => {
    const state = experiment === id ? before : others.get(experiment)?.state;
    return state ? slotsHeldBy(state) : 0;
  };
  const over = [...others].flatMap(([other, { state }]) => (state && isOver(state) ? [other] : []));
  const reserving = reserveSlots(domain.state, id, wanted, held, over);

  return async () => {
    for (const other of reserving.takenFrom) await standInTheWayOf(runner, other, others.get(other), id, context);
    // A fresh id each time, so that a reservation of an earlier attempt is not taken for this one.
    const attempt = { ...context, commandId: newId() };
    const reserved = reserving.events.map((event, index) =>
      toNewEvent(conflictDomainAggregate, stream, event, attempt, index),
    );
    await runner.appendAt(stream, domain.revision, reserved);
  };
}

/** Finds slots and reserves them. @throws Refusal `domain_full` */
export async function reserveFor(...found: Parameters<typeof findSlots>): Promise<void> {
  const reserve = await findSlots(...found);
  await reserve();
}

function slotsHeldAfter(before: Experiment, events: readonly ExperimentEvent[], context: CommandContext): number {
  const facts = { by: context.actor, at: context.at };
  const after = events.reduce<Experiment | null>(
    (state, event) => experimentAggregate.evolve(state, event, facts),
    before,
  );
  return after ? slotsHeldBy(after) : 0;
}

async function loadHolders(
  runner: CommandRunner,
  ids: readonly string[],
  environment: string,
): Promise<ReadonlyMap<string, Loaded<Experiment | null>>> {
  const holders = new Map<string, Loaded<Experiment | null>>();
  for (const id of ids) holders.set(id, await runner.load(experimentAggregate, experimentStream(environment, id)));
  return holders;
}

/** Appends an event to an experiment that may be about to hold its reserved slots, so that its start or raise fails. */
async function standInTheWayOf(
  runner: CommandRunner,
  id: string,
  holder: Loaded<Experiment | null> | undefined,
  takenFor: string,
  context: CommandContext,
): Promise<void> {
  const { state } = holder ?? {};
  if (!holder || !state || (state.status !== 'approved' && !isLive(state))) return;
  const stream = experimentStream(context.environment, id);
  const taken: ExperimentEvent = { type: 'experiment_slots_taken', data: { for: takenFor } };
  const attempt = { ...context, commandId: newId() };
  await runner.appendAt(stream, holder.revision, [toNewEvent(experimentAggregate, stream, taken, attempt, 0)]);
}

const isOver = ({ status }: Experiment): boolean =>
  status === 'completed' || status === 'archived' || status === 'rejected';
