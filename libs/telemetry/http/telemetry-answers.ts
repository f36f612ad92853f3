import Type from 'typebox';
import { AnyObject, Count, enumOf, Key, named, nullable, Revision, Text } from '../../platform/http/schemas.js';

export const EventTypeSchema = named('EventType', {
  key: Key,
  name: Text,
  exposure: Type.Boolean(),
  requiresExposure: Type.Boolean(),
  schema: Type.Union([AnyObject, Type.Null()], { description: 'JSON Schema of the properties; null: takes any' }),
  archived: Type.Boolean(),
  revision: Revision,
});

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
