import type { Aggregate } from '../event-sourcing/aggregate.js';
import { eventCodec } from '../event-sourcing/event-codec.js';
import type { DomainEvent } from '../event-sourcing/decider.js';
import type { CHECK_REQUESTED } from '../measurement/index.js';
import type { Trigger } from './guardrail.events.js';
import { checkAnswerFromV1 } from './stored-breaches.js';

/** A check of one experiment, or of all running ones (null). */
export interface CheckRequest {
  readonly id: string;
  readonly environment: string;
  readonly experiment: string | null;
}

export interface CheckResult {
  readonly experiment: string;
  readonly triggers: readonly Trigger[];
}

/** On `check-<id>`: a command requests it; the monitor reads it in log order and answers once the actions are done. */
export type CheckEvent =
  | DomainEvent<typeof CHECK_REQUESTED, CheckRequest>
  | DomainEvent<'check_answered', { results: readonly CheckResult[] }>;

export interface Check {
  readonly requested: boolean;
  readonly results: readonly CheckResult[] | null;
}

const CHECK_CATEGORY = 'check';
export const checkStream = (id: string): string => `${CHECK_CATEGORY}-${id}`;

export const checkAggregate: Aggregate<Check, CheckEvent> = {
  category: CHECK_CATEGORY,
  codec: eventCodec<CheckEvent>({
    check_requested: 1,
    check_answered: { version: 2, upcasters: { 1: checkAnswerFromV1 } },
  }),
  initialState: { requested: false, results: null },
  evolve: (check, event) => {
    switch (event.type) {
      case 'check_requested':
        return { ...check, requested: true };
      case 'check_answered':
        return { ...check, results: event.data.results };
    }
  },
};
