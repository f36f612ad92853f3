import Type from 'typebox';
import {
  Count,
  enumOf,
  Id,
  Key,
  named,
  nullable,
  Position,
  Revision,
  Text,
  Time,
} from '../../platform/http/schemas.js';
import { DESTINATION_KINDS } from '../destination.js';
import { DELIVERY_KINDS, EVENT_KINDS, SEVERITIES } from '../event-kinds.js';
import { DELIVERY_STATES } from '../delivery.js';

const destination = {
  id: Id,
  name: Text,
  kind: enumOf(DESTINATION_KINDS),
  host: Type.Union([Text, Type.Null()], { description: 'Scheme and host of the address; null of e-mail' }),
  to: Type.Array(Text, { description: 'Addresses of e-mail' }),
  perMinute: Count,
  previousUntil: Type.Union([Time, Type.Null()], { description: 'Until then the secret before signs, too' }),
  disabled: Type.Unsafe<'asked' | 'gone' | null>({
    type: ['string', 'null'],
    enum: ['asked', 'gone', null],
    description: 'Why nothing is sent: an admin asked for it, or the receiver answered 410',
  }),
  revision: Revision,
};
export const DestinationSchema = named('Destination', destination);
export const DestinationWithSecretSchema = named('DestinationWithSecret', {
  ...destination,
  secret: Type.Union([Text, Type.Null()], {
    description: 'What a webhook is signed with; null of other kinds, and in the answer to a retry',
  }),
  note: Type.Optional(Text),
});

export const NotificationRuleSchema = named('NotificationRule', {
  id: Id,
  name: Text,
  events: Type.Array(enumOf(EVENT_KINDS), { description: 'Empty: everything' }),
  environments: Type.Array(Key, { description: 'Empty: all' }),
  flags: Type.Array(Key, { description: 'Empty: all' }),
  tags: Type.Array(Text, { description: 'Tags of flags; empty: all flags' }),
  severity: enumOf(SEVERITIES),
  destinations: Type.Array(Id),
  revision: Revision,
});

/** The request for a delivery; the projector sends it. */
export const RequestedDeliverySchema = named('RequestedDelivery', { delivery: Id, position: Position });

const FactSchema = Type.Object({ name: Text, value: Text });

const AttemptSchema = Type.Object({
  at: Time,
  milliseconds: Count,
  status: Type.Union([Type.Integer(), Type.Null()], { description: 'Of the HTTP answer; null: there was none' }),
  answer: Type.Union([Text, Type.Null()], { description: 'The first characters of the answer' }),
  error: nullable(Text),
});

export const DeliverySchema = named('Delivery', {
  id: Type.String({ format: 'uuid', description: 'The same on every attempt: receivers know repetitions by it' }),
  kind: enumOf(DELIVERY_KINDS),
  severity: enumOf(SEVERITIES),
  state: enumOf(DELIVERY_STATES),
  destination: Id,
  rule: Type.Union([Id, Type.Null()], { description: 'null of tests and digests' }),
  environment: nullable(Key),
  experiment: nullable(Id),
  title: Text,
  facts: Type.Array(FactSchema),
  createdAt: Time,
  deliveredAt: nullable(Time),
  nextAttemptAt: nullable(Time),
  digest: Type.Union([Id, Type.Null()], { description: 'The digest that it went with' }),
  attempts: Count,
  log: Type.Array(AttemptSchema, { description: 'The last attempts, oldest first' }),
});
