import { BUILT_IN_TYPES, eventTypeAggregate, eventTypeStream } from '../telemetry/index.js';
import type { CommandRunner } from '../event-sourcing/command-runner.js';
import { invalid } from '../primitives/refusal.js';
import type { MetricRule } from './metric.js';

/** Checks that every event type of a rule exists. @throws Refusal `unknown_event_type` with its pointer */
export async function checkEventTypes(runner: CommandRunner, rule: MetricRule): Promise<void> {
  for (const [name, key] of namesIn(rule)) {
    if (BUILT_IN_TYPES.has(key)) continue;
    const eventType = (await runner.load(eventTypeAggregate, eventTypeStream(key))).state;
    if (!eventType) throw invalid('unknown_event_type', `there is no event type ${key}`, `/rule/${name}`);
  }
}

function namesIn(rule: MetricRule): readonly (readonly [name: string, key: string])[] {
  if (rule.kind !== 'ratio') return [['event', rule.event]];
  return [
    ['numeratorEvent', rule.numeratorEvent],
    ['denominatorEvent', rule.denominatorEvent],
  ];
}
