import { setTimeout as sleep } from 'node:timers/promises';
import QuickLRU from 'quick-lru';
import {
  appendWithRetry,
  EventStoreUnavailableError,
  WrongExpectedRevisionError,
  type Appended,
  type EventStore,
  type NewEvent,
  type Position,
  type StoredEvent,
} from '../event-store/index.js';
import { decodeFor, type Aggregate } from './aggregate.js';
import type { CommandContext } from './command-context.js';
import type { DomainEvent } from './decider.js';
import { derivedId } from '../platform/ids.js';
import { Problem } from '../platform/problem.js';
import { asJson, metadataOf } from './recorded-event.js';

const ATTEMPTS = 12;
const APPEND_TIMEOUT_MS = 5_000;
/** A store that answers from a copy shows a write a moment later; so long is waited for one's own. */
const VISIBLE_TIMEOUT_MS = 2_000;
const REMEMBERED = 10_000;

/** Hears how far the commands of this process have written. */
export interface WriteWatermark {
  advance(position: Position): void;
}

/** A stream as it was loaded: `revision` -1 where there is none yet. */
export interface Loaded<State> {
  readonly state: State;
  readonly revision: number;
  readonly position: Position | undefined;
  readonly events: readonly StoredEvent[];
}

/** What a command answers: the state after it, and where that stands in the log. */
export interface Handled<State> {
  readonly state: State;
  readonly revision: number;
  readonly position: Position;
}

/** Thrown inside an attempt to begin it again from fresh loads. */
export class Retry extends Error {}

/** Loads, lets the decider decide, appends: at once where nobody else wrote, again from fresh loads where somebody did. */
export class CommandRunner {
  /** By stream, the last revision that this process wrote: no decision is made from an older one. */
  private readonly written = new QuickLRU<string, number>({ maxSize: REMEMBERED });

  constructor(
    readonly store: EventStore,
    private readonly watermark: WriteWatermark,
  ) {}

  /** Runs one command on one stream. `decide` is pure and may be called several times. */
  run<State, Event extends DomainEvent<string, unknown>>(
    aggregate: Aggregate<State, Event>,
    stream: string,
    context: CommandContext,
    decide: (state: State) => readonly Event[] | Promise<readonly Event[]>,
  ): Promise<Handled<State>> {
    return this.attempt(context, async () => {
      const loaded = await this.load(aggregate, stream);
      const answered = this.answered(aggregate, loaded, context);
      if (answered) return answered;
      this.checkMatch(loaded, context);
      return this.append(aggregate, stream, loaded, context, await decide(loaded.state));
    });
  }

  /** Repeats an attempt for as long as it meets concurrent writers, a bounded number of times. */
  async attempt<T>(context: CommandContext, body: () => Promise<T>): Promise<T> {
    await this.checkClaim(context);
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await body();
      } catch (error) {
        const concurrent = error instanceof WrongExpectedRevisionError || error instanceof Retry;
        if (!concurrent || attempt === ATTEMPTS) throw error;
        await sleep(Math.random() * 5 * attempt);
      }
    }
  }

  /** The stream's state, this process's own writes included. @throws EventStoreUnavailableError where the store lags */
  async load<State, Event extends DomainEvent<string, unknown>>(
    aggregate: Aggregate<State, Event>,
    stream: string,
  ): Promise<Loaded<State>> {
    const deadline = performance.now() + VISIBLE_TIMEOUT_MS;
    for (let pause = 5; ; pause *= 2) {
      const loaded = await this.loadOnce(aggregate, stream);
      if (loaded.revision >= (this.written.get(stream) ?? -1)) return loaded;
      if (performance.now() + pause > deadline)
        throw new EventStoreUnavailableError(`${stream} does not show yet what was written to it`);
      await sleep(pause);
    }
  }

  private async loadOnce<State, Event extends DomainEvent<string, unknown>>(
    aggregate: Aggregate<State, Event>,
    stream: string,
  ): Promise<Loaded<State>> {
    const events: StoredEvent[] = [];
    let state = aggregate.initialState;
    for await (const event of this.store.read(stream)) {
      events.push(event);
      state = aggregate.evolve(state, decodeFor(aggregate, event), metadataOf(event));
    }
    const last = events.at(-1);
    return { state, revision: last?.revision ?? -1, position: last?.position, events };
  }

  /** The answer of an earlier try of the same command, found by its id on the loaded stream. */
  answered<State, Event extends DomainEvent<string, unknown>>(
    aggregate: Aggregate<State, Event>,
    loaded: Loaded<State>,
    context: CommandContext,
  ): Handled<State> | undefined {
    const index = loaded.events.findLastIndex((event) => metadataOf(event).commandId === context.commandId);
    const last = loaded.events[index];
    if (!last) return undefined;
    const state = loaded.events
      .slice(0, index + 1)
      .reduce<State>(
        (folded, event) => aggregate.evolve(folded, decodeFor(aggregate, event), metadataOf(event)),
        aggregate.initialState,
      );
    this.watermark.advance(last.position);
    return { state, revision: last.revision, position: last.position };
  }

  /** @throws Problem 412 when the stream is not at the revision that the caller named */
  checkMatch(loaded: Loaded<unknown>, context: CommandContext): void {
    const { ifMatch } = context;
    if (ifMatch === undefined || ifMatch === loaded.revision) return;
    if (ifMatch !== '*')
      throw new Problem(412, 'revision_mismatch', `it is at revision ${loaded.revision}, not ${ifMatch}`);
    if (loaded.revision < 0) throw new Problem(412, 'revision_mismatch', 'it does not exist yet');
  }

  /** Appends what was decided at the revision loaded; nothing decided is an answer too. */
  async append<State, Event extends DomainEvent<string, unknown>>(
    aggregate: Aggregate<State, Event>,
    stream: string,
    loaded: Loaded<State>,
    context: CommandContext,
    events: readonly Event[],
  ): Promise<Handled<State>> {
    if (events.length === 0) {
      if (loaded.position === undefined)
        throw new EventStoreUnavailableError(`${stream} is empty, though something was to be there`);
      return { state: loaded.state, revision: loaded.revision, position: loaded.position };
    }
    await this.claim(context);
    const written = events.map((event, index) => toNewEvent(aggregate, stream, event, context, index));
    const appended = await this.appendAt(stream, loaded.revision, written);
    const facts = { by: authorOf(context), at: context.at };
    const state = events.reduce((folded, event) => aggregate.evolve(folded, event, facts), loaded.state);
    return { state, ...appended };
  }

  /** Appends at an exact revision (-1: no stream), through lost connections. */
  async appendAt(stream: string, revision: number, events: readonly NewEvent[]): Promise<Appended> {
    const expected = revision < 0 ? 'no_stream' : revision;
    const appended = await appendWithRetry(this.store, stream, events, { expected, timeoutMs: APPEND_TIMEOUT_MS });
    this.watermark.advance(appended.position);
    this.written.set(stream, Math.max(appended.revision, this.written.get(stream) ?? -1));
    return appended;
  }

  /** The request's Idempotency-Key belongs to its first body: it is claimed when that is first about to write. */
  private async claim(context: CommandContext): Promise<void> {
    if (context.requestHash === undefined) return;
    const claim: NewEvent = {
      id: derivedId('claim', context.commandId, context.requestHash),
      type: 'idempotency_key_claimed',
      data: { requestHash: context.requestHash },
      metadata: { v: 1, at: context.at },
    };
    try {
      await appendWithRetry(this.store, claimStream(context), [claim], {
        expected: 'no_stream',
        timeoutMs: APPEND_TIMEOUT_MS,
      });
    } catch (error) {
      if (!(error instanceof WrongExpectedRevisionError)) throw error;
      await this.checkClaim(context);
    }
  }

  private async checkClaim(context: CommandContext): Promise<void> {
    if (context.requestHash === undefined) return;
    for await (const event of this.store.read(claimStream(context), { limit: 1 })) {
      if (event.data['requestHash'] !== context.requestHash) {
        throw new Problem(422, 'idempotency_key_reused', 'this Idempotency-Key was used with another request');
      }
    }
  }
}

const claimStream = (context: CommandContext): string => `idempotency-${context.commandId}`;

const authorOf = ({ actor }: CommandContext) => ({ kind: actor.kind, id: actor.id, name: actor.name });

/** A domain event with the metadata of its command; the id is the same on every retry. */
export function toNewEvent<State, Event extends DomainEvent<string, unknown>>(
  aggregate: Aggregate<State, Event>,
  stream: string,
  event: Event,
  context: CommandContext,
  index: number,
): NewEvent {
  const type = event.type as Event['type'];
  return {
    id: derivedId('event', context.commandId, stream, index),
    ...aggregate.codec.encode(
      type,
      event.data,
      asJson({
        by: authorOf(context),
        at: context.at,
        ...(!aggregate.shared && { environment: context.environment }),
        commandId: context.commandId,
        correlationId: context.correlationId,
        causationId: context.causationId,
      }),
    ),
  };
}
