import type fc from 'fast-check';
import { WrongExpectedRevisionError, type EventStore, type StoredEvent } from '../../libs/event-store/index.js';
import {
  approve,
  draft,
  experimentAggregate,
  experimentStream,
  submit,
  type ContentChanges,
  type Experiment,
} from '../../libs/experiments/index.js';
import { createFlag, flagAggregate, flagStream, type Flag } from '../../libs/flags/index.js';
import type { Actor } from '../../libs/event-sourcing/author.js';
import type { CommandContext } from '../../libs/event-sourcing/command-context.js';
import { decodeFor, type Aggregate } from '../../libs/event-sourcing/aggregate.js';
import { CommandRunner, Retry } from '../../libs/event-sourcing/command-runner.js';
import type { DomainEvent } from '../../libs/event-sourcing/decider.js';
import { metadataOf } from '../../libs/event-sourcing/recorded-event.js';
import { Watermark } from '../../libs/event-sourcing/watermark.js';
import { anna, anyApprover, at, by, drafted, owner } from './experiments.js';
import type { Turn } from './mortal-store.js';

let commands = 0;

/** The context of a new command, with a unique id. */
export function contextOf(actor: Actor, minute = 1, environment = 'production'): CommandContext {
  const commandId = `c${(commands += 1)}`;
  return { actor, environment, at: at(minute), commandId, correlationId: commandId, causationId: commandId };
}

/** The platform's runner without pauses between attempts. */
class ImpatientRunner extends CommandRunner {
  override async attempt<T>(_: CommandContext, body: () => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await body();
      } catch (error) {
        const concurrent = error instanceof WrongExpectedRevisionError || error instanceof Retry;
        if (!concurrent || attempt === 12) throw error;
      }
    }
  }
}

export const runnerOn = (store: EventStore): CommandRunner => new ImpatientRunner(store, new Watermark());

/** Stands in for the memory of experiments: a race is about what streams say. */
export const noDrafts = { openOn: (): Promise<Experiment[]> => Promise.resolve([]) };

/** Runs one call at a time, in the order that the scheduler draws. */
export function turnsOf(scheduler: fc.Scheduler): Turn {
  return async (call) => {
    let end: () => void = () => undefined;
    const ended = new Promise<void>((resolve) => (end = resolve));
    await scheduler.schedule(Promise.resolve(), 'call', undefined, async (go) => {
      await go();
      await ended;
    });
    return call().finally(end);
  };
}

/** Creates the flag for the experiments of a race. */
export async function createOn(runner: CommandRunner, { key, type, default: value }: Flag): Promise<void> {
  await runner.run(flagAggregate, flagStream(key), contextOf(owner), (state) =>
    createFlag(state, { key, type, default: value }),
  );
}

/** Appends an approved experiment on the flag at once, because the steps before are no part of a race. */
export async function approveOn(
  runner: CommandRunner,
  flag: Flag,
  id: string,
  environment: string,
  content: Omit<ContentChanges, 'variants'> = {},
): Promise<void> {
  if (drafted.type !== 'experiment_drafted') throw new Error('a draft is a draft');
  const command = { id, key: id, name: id, environment, variants: drafted.data.variants, ...content };
  const events = [...draft(null, flag, owner, command, {}, at(0))];
  const stateNow = (): Experiment | null =>
    events.reduce<Experiment | null>((state, event) => experimentAggregate.evolve(state, event, by(owner)), null);
  events.push(...submit(stateNow(), id, owner, anyApprover(1), null, []));
  events.push(...approve(stateNow(), id, anna, anyApprover(1), null));
  const stream = experimentStream(environment, id);
  await runner.run(experimentAggregate, stream, contextOf(owner, 1, environment), () => events);
}

/** The aggregate's state after one more stored event. */
export function evolved<State, Event extends DomainEvent<string, unknown>>(
  aggregate: Aggregate<State, Event>,
  state: State,
  stored: StoredEvent,
): State {
  return aggregate.evolve(state, decodeFor(aggregate, stored), metadataOf(stored));
}

/** The store as one race sees it: a stream that all races would share is its own. */
export function withOwnStream(store: EventStore, shared: string, race: string): EventStore {
  const own = (stream: string): string => (stream === shared ? `${stream}_${race}` : stream);
  return {
    name: store.name,
    append: (stream, ...rest) => store.append(own(stream), ...rest),
    read: (stream, options) => store.read(own(stream), options),
    subscribe: (options) => store.subscribe(options),
    head: () => store.head(),
    ping: () => store.ping(),
    close: () => Promise.resolve(),
  };
}
