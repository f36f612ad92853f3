import { expect } from '@jest/globals';
import type { DomainEvent, Facts, Fold } from '../../libs/event-sourcing/decider.js';
import { Refusal } from '../../libs/primitives/refusal.js';

/** Given past events, when a command is decided, then these events or this refusal follow. */
export function given<State, Event extends DomainEvent<string, unknown>>(
  fold: Fold<State, Event>,
  ...past: readonly (readonly [Event, Facts])[]
) {
  const state = past.reduce((folded, [event, facts]) => fold.evolve(folded, event, facts), fold.initialState);
  return {
    state,
    when(decide: (state: State) => readonly Event[]) {
      return {
        then(...events: readonly unknown[]): void {
          expect(decide(state)).toEqual(events);
        },
        thenRefused(code: string, pointer?: string): void {
          let refusal: unknown;
          try {
            decide(state);
          } catch (error) {
            refusal = error;
          }
          expect(refusal).toBeInstanceOf(Refusal);
          expect(refusal).toMatchObject({ code, ...(pointer !== undefined && { pointer }) });
        },
      };
    },
  };
}
