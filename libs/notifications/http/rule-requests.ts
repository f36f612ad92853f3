import { Example } from '../../platform/example.js';
import {
  EnumField,
  EnumListField,
  IdListField,
  KeyListField,
  TextField,
  TextListField,
} from '../../platform/fields.js';
import { EVENT_KINDS, SEVERITIES, type EventKind, type Severity } from '../event-kinds.js';

const MAX_NAMED = 100;
const MAX_DESTINATIONS = 20;
const EVENTS = { optional: true, description: 'What to tell of; default, or empty: everything' };
const ENVIRONMENTS = { optional: true, max: MAX_NAMED, description: 'Keys of environments; default, or empty: all' };
const FLAGS = { optional: true, max: MAX_NAMED, description: 'Keys of flags; default, or empty: all' };
const TAGS = {
  optional: true,
  max: MAX_NAMED,
  maxLength: 100,
  description: 'Tags of flags, of which one is enough; default, or empty: all flags',
};
const SEVERITY = { optional: true, description: 'The least severity; default info' };
const DESTINATIONS = { max: MAX_DESTINATIONS, description: 'Ids of destinations' };

@Example({
  name: 'Breaches in production',
  events: ['guardrail_breached', 'health_failing'],
  environments: ['production'],
  destinations: ['5a0ad5f4-8d38-5bd0-9ddb-7a2c1b1f2a10'],
})
export class AddNotificationRuleRequest {
  @TextField({ max: 200 })
  name!: string;

  @EnumListField(EVENT_KINDS, EVENTS)
  events?: EventKind[];

  @KeyListField(ENVIRONMENTS)
  environments?: string[];

  @KeyListField(FLAGS)
  flags?: string[];

  @TextListField(TAGS)
  tags?: string[];

  @EnumField(SEVERITIES, SEVERITY)
  severity?: Severity;

  @IdListField(DESTINATIONS)
  destinations!: string[];
}

@Example({ severity: 'warning' })
export class ChangeNotificationRuleRequest {
  @TextField({ optional: true, max: 200 })
  name?: string;

  @EnumListField(EVENT_KINDS, EVENTS)
  events?: EventKind[];

  @KeyListField(ENVIRONMENTS)
  environments?: string[];

  @KeyListField(FLAGS)
  flags?: string[];

  @TextListField(TAGS)
  tags?: string[];

  @EnumField(SEVERITIES, SEVERITY)
  severity?: Severity;

  @IdListField({ ...DESTINATIONS, optional: true })
  destinations?: string[];
}
