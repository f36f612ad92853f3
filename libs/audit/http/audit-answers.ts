import Type from 'typebox';
import { AuthorSchema } from '../../event-sourcing/author-schema.js';
import { AnyJson, AnyObject, enumOf, Key, named, Position, Text, Time } from '../../platform/http/schemas.js';
import { KINDS } from '../words.js';

const ChangeSchema = named('Change', {
  field: Type.String({ description: 'A field at the top of the thing' }),
  before: Type.Optional(AnyJson),
  after: Type.Optional(AnyJson),
  omitted: Type.Optional(
    Type.Boolean({ description: 'true: `before`, `after` or both are left out, because their JSON is over 8 KiB' }),
  ),
});

export const AuditEntrySchema = named('AuditEntry', {
  position: Position,
  revision: Type.Integer({ minimum: 0, description: 'Number of the event in its stream' }),
  at: Time,
  type: Text,
  by: AuthorSchema,
  environment: Type.Union([Key, Type.Null()], { description: 'null: all environments share it' }),
  entity: named('AuditedEntity', { kind: enumOf(KINDS), id: Text }),
  summary: Text,
  correlationId: Text,
  causationId: Text,
  data: AnyObject,
  changes: Type.Array(ChangeSchema),
});
