import {
  BUILT_IN_TYPES,
  eventTypeAggregate,
  eventTypeStream,
  uncountable,
  type Uncountable,
} from '../telemetry/index.js';
import type { CommandRunner } from '../event-sourcing/command-runner.js';
import { invalid } from '../primitives/refusal.js';
import type { MetricRule } from './metric.js';

/**
 * Checks that every event type of a rule exists, and that its events may have the property that the rule counts.
 * @throws Refusal `unknown_event_type`, `undeclared_property`, `personal_property`, `not_numeric` with its pointer
 */
export async function checkEventTypes(runner: CommandRunner, rule: MetricRule): Promise<void> {
  for (const [name, key] of namesIn(rule)) {
    if (BUILT_IN_TYPES.has(key)) continue;
    const eventType = (await runner.load(eventTypeAggregate, eventTypeStream(key))).state;
    if (!eventType) throw invalid('unknown_event_type', `there is no event type ${key}`, `/rule/${name}`);
    const { schema } = eventType;
    const why = schema && 'property' in rule ? uncountable(schema, rule.property) : undefined;
    if (why) throw invalid(CODES[why], `the schema of ${key} ${SAYS[why]}`, '/rule/property');
  }
}

const CODES: Readonly<Record<Uncountable, string>> = {
  undeclared: 'undeclared_property',
  personal: 'personal_property',
  not_numeric: 'not_numeric',
};

const SAYS: Readonly<Record<Uncountable, string>> = {
  undeclared: 'does not declare this property: declare it there, as a number',
  personal: 'marks this property as personal, so it is not stored',
  not_numeric: 'declares this property as something else than a number',
};

function namesIn(rule: MetricRule): readonly (readonly [name: string, key: string])[] {
  if (rule.kind !== 'ratio') return [['event', rule.event]];
  return [
    ['numeratorEvent', rule.numeratorEvent],
    ['denominatorEvent', rule.denominatorEvent],
  ];
}
