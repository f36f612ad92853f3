import { eventTypeAggregate, eventTypeStream } from '../events/index.js';
import type { CommandRunner } from '../platform/command-runner.js';
import { invalid } from '../platform/refusal.js';
import type { MetricRule } from './metric.js';

/** Every event type that a rule names must exist. @throws Refusal `unknown_event_type` with its pointer */
export async function checkEventTypes(runner: CommandRunner, keys: readonly string[], rule: MetricRule): Promise<void> {
  for (const key of keys) {
    const eventType = (await runner.load(eventTypeAggregate, eventTypeStream(key))).state;
    if (!eventType) throw invalid('unknown_event_type', `there is no event type ${key}`, pointerOf(rule, key));
  }
}

function pointerOf(rule: MetricRule, key: string): string {
  if (rule.kind === 'conversion') return '/rule/event';
  return rule.numeratorEvent === key ? '/rule/numeratorEvent' : '/rule/denominatorEvent';
}
