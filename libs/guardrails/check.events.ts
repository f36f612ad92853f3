import type { Aggregate } from '../platform/command-runner.js';
import { eventCodec } from '../platform/event-codec.js';
import type { DomainEvent } from '../platform/decider.js';
import type { Trigger } from './guardrail.events.js';
import { checkAnswerFromV1 } from './stored-breaches.js';

/** What a check is about: one experiment, or all that run. */
export interface CheckRequest {
  readonly id: string;
  readonly environment: string;
  readonly experiment: string | null;
}

export interface CheckResult {
  readonly experiment: string;
  readonly triggers: readonly Trigger[];
}

/** On `check-<id>`: asked by a command, met by the monitor in the order of the log, answered once actions are done. */
export type CheckEvent =
  | DomainEvent<typeof CHECK_REQUESTED, CheckRequest>
  | DomainEvent<'check_answered', { results: readonly CheckResult[] }>;

export interface Check {
  readonly requested: boolean;
  readonly results: readonly CheckResult[] | null;
}

export const CHECK_REQUESTED = 'check_requested';

export const checkStream = (id: string): string => `check-${id}`;

export const checkAggregate: Aggregate<Check, CheckEvent> = {
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
