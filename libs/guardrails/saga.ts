import type { Aggregate } from '../event-sourcing/aggregate.js';
import { eventCodec } from '../event-sourcing/event-codec.js';
import type { DomainEvent } from '../event-sourcing/decider.js';
import { derivedId } from '../platform/ids.js';
import type { GuardrailAction } from '../experiments/index.js';
import type { Breach, TriggerOutcome } from './guardrail.events.js';

/** A command that the saga must execute exactly once, under this command id. */
export interface Intent {
  readonly commandId: string;
  readonly trigger: string;
  readonly experiment: string;
  readonly environment: string;
  readonly guardrail: string;
  readonly action: GuardrailAction;
  /** The arm of the breach; empty for the pooled total. */
  readonly variant: string;
  readonly run: number;
}

/** On `saga-<environment>:<experiment>`: the received breach and its intent in one append, then its outcome. */
export type SagaEvent =
  | DomainEvent<'breach_received', { trigger: string }>
  | DomainEvent<'action_intended', Intent>
  | DomainEvent<'action_settled', { trigger: string; outcome: TriggerOutcome; detail: string }>;

export interface SagaState {
  readonly received: readonly string[];
  readonly intents: readonly Intent[];
  readonly settled: Readonly<Record<string, { readonly outcome: TriggerOutcome; readonly detail: string }>>;
}

const SAGA_CATEGORY = 'saga';
export const sagaStream = (environment: string, experiment: string): string =>
  `${SAGA_CATEGORY}-${environment}:${experiment}`;

export const sagaAggregate: Aggregate<SagaState, SagaEvent> = {
  category: SAGA_CATEGORY,
  codec: eventCodec<SagaEvent>({ breach_received: 1, action_intended: 1, action_settled: 1 }),
  initialState: { received: [], intents: [], settled: {} },
  evolve: (state, event) => {
    switch (event.type) {
      case 'breach_received':
        return { ...state, received: [...state.received, event.data.trigger] };
      case 'action_intended':
        return { ...state, intents: [...state.intents, event.data] };
      case 'action_settled': {
        const { trigger, outcome, detail } = event.data;
        return { ...state, settled: { ...state.settled, [trigger]: { outcome, detail } } };
      }
    }
  },
};

/** The events for a breach; none if it was received before. */
export function onBreach(state: SagaState, breach: Breach): SagaEvent[] {
  if (state.received.includes(breach.id)) return [];
  const { id: trigger, experiment, environment, guardrail, action, run } = breach;
  const variant = breach.variant ?? '';
  const commandId = derivedId('saga', trigger, 0);
  return [
    { type: 'breach_received', data: { trigger } },
    { type: 'action_intended', data: { commandId, trigger, experiment, environment, guardrail, action, variant, run } },
  ];
}

/** The event for the outcome of a command; none if it is settled already. */
export function onSettled(state: SagaState, trigger: string, outcome: TriggerOutcome, detail: string): SagaEvent[] {
  return state.settled[trigger] ? [] : [{ type: 'action_settled', data: { trigger, outcome, detail } }];
}

/** Intents whose command has not been settled, in order. */
export function unsettled(state: SagaState): readonly Intent[] {
  return state.intents.filter((intent) => !state.settled[intent.trigger]);
}
