import Type from 'typebox';
import {
  AnyObject,
  Count,
  enumOf,
  Key,
  listSchema,
  named,
  nullable,
  Revision,
  Text,
  Time,
} from '../../platform/http/schemas.js';

export const EventTypeSchema = named('EventType', {
  key: Key,
  name: Text,
  exposure: Type.Boolean(),
  requiresExposure: Type.Boolean(),
  schema: Type.Union([AnyObject, Type.Null()], { description: 'JSON Schema of the properties; null: takes any' }),
  archived: Type.Boolean(),
  received: Type.Optional(
    named('ReceivedEvents', {
      accepted: Count,
      rejected: Count,
      lastAt: Type.Union([Time, Type.Null()], { description: 'Of the last event; null: none is known' }),
    }),
  ),
  revision: Revision,
});

export const RejectionsSchema = listSchema(
  named('RejectedEvent', {
    at: Time,
    code: Text,
    pointer: Type.String({
      description:
        "JSON pointer into the event. `*` stands for a name that neither the event's fields nor the schema have",
    }),
  }),
);

export const IngestedSchema = named('Ingested', {
  accepted: Count,
  duplicates: Count,
  rejected: Count,
  results: Type.Array(
    named('EventResult', {
      eventId: nullable(Text),
      status: enumOf(['accepted', 'duplicate', 'rejected']),
      code: Type.Optional(Text),
      message: Type.Optional(Text),
      warnings: Type.Optional(
        Type.Array(named('EventWarning', { code: enumOf(['not_a_number']), pointer: Text, message: Text }), {
          description: 'Of an accepted event: values that no metric can count',
        }),
      ),
    }),
    { description: "In the batch's order" },
  ),
});

export const LinkSchema = named('SubjectLink', {
  from: Text,
  to: Text,
  linked: Type.Boolean({
    description: 'True if the two are one subject; false if an earlier link of `from`, to another subject, counts',
  }),
});
