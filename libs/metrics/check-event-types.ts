import {
  BUILT_IN_TYPES,
  eventTypeAggregate,
  eventTypeStream,
  uncountable,
  type Uncountable,
} from '../telemetry/index.js';
import { namesInCondition } from '../evaluation/index.js';
import type { JsonObject } from '../event-store/index.js';
import type { CommandRunner } from '../event-sourcing/command-runner.js';
import { invalid } from '../primitives/refusal.js';
import { partsOf, type MetricRule, type RulePart } from './rule.js';
import { pointersOf, type RuleFields } from './rule-fields.js';

/** A part of a rule, with the JSON pointers of its event and of its other members. */
interface Placed {
  readonly of: RulePart;
  readonly event: string;
  readonly part: string;
}

/**
 * Checks that every event type of a rule exists, and that its events may have the properties that the rule reads.
 * @param fields the rule as it was sent, for the pointers
 * @throws Refusal `unknown_event_type`, `undeclared_property`, `personal_property`, `not_numeric` with its pointer
 */
export async function checkEventTypes(runner: CommandRunner, rule: MetricRule, fields: RuleFields): Promise<void> {
  for (const { of, event, part } of placed(rule, fields)) {
    if (BUILT_IN_TYPES.has(of.event)) continue;
    const eventType = (await runner.load(eventTypeAggregate, eventTypeStream(of.event))).state;
    if (!eventType) throw invalid('unknown_event_type', `there is no event type ${of.event}`, event);
    if (eventType.schema) checkProperties(of, eventType.schema, part);
  }
}

function checkProperties({ event, property, where }: RulePart, schema: JsonObject, at: string): void {
  const why = property === undefined ? undefined : uncountable(schema, property);
  if (why) throw invalid(CODES[why], `the schema of ${event} ${SAYS[why]}`, `${at}/property`);
  for (const { name, pointer } of namesInCondition(where ?? {}, `${at}/where`)) {
    const unreadable = whyUnreadable(schema, name);
    if (unreadable) throw invalid(CODES[unreadable], `the schema of ${event} ${SAYS[unreadable]}`, pointer);
  }
}

/** A condition reads values of any type, of the property of that name or at a path within a property. */
function whyUnreadable(schema: JsonObject, name: string): 'personal' | 'undeclared' | undefined {
  const found = [name, name.split('.')[0] ?? name].map((property) => uncountable(schema, property));
  if (found.includes('personal')) return 'personal';
  return found.every((why) => why === 'undeclared') ? 'undeclared' : undefined;
}

const CODES: Readonly<Record<Uncountable, string>> = {
  undeclared: 'undeclared_property',
  personal: 'personal_property',
  not_numeric: 'not_numeric',
};

const SAYS: Readonly<Record<Uncountable, string>> = {
  undeclared: 'does not declare this property: declare it there',
  personal: 'marks this property as personal, so it is not stored',
  not_numeric: 'declares this property as something else than a number',
};

function placed(rule: MetricRule, fields: RuleFields): readonly Placed[] {
  const { numerator, denominator } = partsOf(rule);
  if (!denominator) return [{ of: numerator, event: '/rule/event', part: '/rule' }];
  return [
    { of: numerator, ...pointersOf('numerator', fields) },
    { of: denominator, ...pointersOf('denominator', fields) },
  ];
}
