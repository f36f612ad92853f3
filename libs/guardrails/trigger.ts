import { GUARDRAIL_CATEGORY, type GuardrailEvent, type Trigger } from './guardrail.events.js';
import type { Aggregate } from '../event-sourcing/aggregate.js';
import { eventCodec } from '../event-sourcing/event-codec.js';
import { breachFromV1 } from './stored-breaches.js';

/** All triggers of one experiment, in the order of their detection. */
export type Triggers = readonly Trigger[];

export const triggersAggregate: Aggregate<Triggers, GuardrailEvent> = {
  category: GUARDRAIL_CATEGORY,
  codec: eventCodec<GuardrailEvent>({
    guardrail_breached: { version: 2, upcasters: { 1: breachFromV1 } },
    guardrail_action_settled: 1,
  }),
  initialState: [],
  evolve: (triggers, event) => {
    switch (event.type) {
      case 'guardrail_breached':
        return [...triggers, { ...event.data, outcome: null }];
      case 'guardrail_action_settled': {
        const { trigger: id, outcome } = event.data;
        return triggers.map((trigger) => (trigger.id === id ? { ...trigger, outcome } : trigger));
      }
    }
  },
};

/** The JSON document of a trigger. */
export function triggerDocument(trigger: Trigger) {
  const { id, experiment, run, guardrail, metric, action, threshold, value, numerator, denominator } = trigger;
  const { comparison = null } = trigger;
  const { evidence, split, variant, breached, windowFrom, windowTo, detectedAt, detectedBy, outcome } = trigger;
  return {
    id,
    experiment,
    run,
    guardrail,
    metric,
    action,
    threshold,
    value,
    numerator,
    denominator,
    evidence,
    comparison,
    split,
    variant,
    breached,
    windowFrom,
    windowTo,
    detectedAt,
    detectedBy,
    outcome,
  };
}
