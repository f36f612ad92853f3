import type { StoredEvent } from '../event-store/index.js';
import { decodeFor, prefixOf, type Aggregate } from '../event-sourcing/aggregate.js';
import type { DomainEvent } from '../event-sourcing/decider.js';
import { metadataOf } from '../event-sourcing/recorded-event.js';
import type { LiveFold } from './live-fold.js';

/** The in-memory state of all aggregates of one kind, by stream. */
export class StateByStream<State, Event extends DomainEvent<string, unknown>> implements LiveFold {
  readonly prefixes: readonly string[];
  private readonly states = new Map<string, State>();
  private readonly revisions = new Map<string, number>();
  private readonly listeners: ((state: State, event: StoredEvent) => void)[] = [];

  /** @param changed called after each event, when its state is applied */
  constructor(
    private readonly aggregate: Aggregate<State, Event>,
    changed?: (state: State, event: StoredEvent) => void,
  ) {
    this.prefixes = [prefixOf(aggregate)];
    if (changed) this.listeners.push(changed);
  }

  /** @param changed called after each further event is applied; listeners run in order of registration */
  onChange(changed: (state: State, event: StoredEvent) => void): void {
    this.listeners.push(changed);
  }

  /** Calls every listener, even if one throws: they belong to different users. @throws the first error of a listener */
  apply(event: StoredEvent): void {
    if (event.revision <= this.revisionOf(event.stream)) return;
    const before = this.states.get(event.stream) ?? this.aggregate.initialState;
    const state = this.aggregate.evolve(before, decodeFor(this.aggregate, event), metadataOf(event));
    this.states.set(event.stream, state);
    this.revisions.set(event.stream, event.revision);
    const failures: unknown[] = [];
    for (const changed of this.listeners) {
      try {
        changed(state, event);
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length > 0) throw failures[0];
  }

  /** Takes a newer state from whoever wrote it: its events have nothing to add when they are read. */
  learn(stream: string, state: State, revision: number): void {
    if (revision <= this.revisionOf(stream)) return;
    this.states.set(stream, state);
    this.revisions.set(stream, revision);
  }

  get(stream: string): State | undefined {
    return this.states.get(stream);
  }

  revisionOf(stream: string): number {
    return this.revisions.get(stream) ?? -1;
  }

  values(): IterableIterator<State> {
    return this.states.values();
  }
}
