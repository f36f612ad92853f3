import Type from 'typebox';
import { AuthorSchema } from '../../event-sourcing/author-schema.js';
import {
  Condition,
  Count,
  Decimal,
  Id,
  Key,
  named,
  nullable,
  Revision,
  Semantics,
  Text,
  Time,
} from '../../platform/http/schemas.js';

export const GroupSchema = named('Group', {
  key: Key,
  subjects: Type.Optional(Type.Array(Text, { description: 'Of a group that is a list' })),
  when: Type.Optional(Condition),
  semantics: Type.Optional(Semantics),
  archived: Type.Boolean(),
  revision: Revision,
});
export const ListedGroupSchema = named('ListedGroup', {
  key: Key,
  size: Type.Optional(Type.Integer({ minimum: 0, description: 'Number of subjects of a group that is a list' })),
  when: Type.Optional(Condition),
  semantics: Type.Optional(Semantics),
  archived: Type.Boolean(),
  revision: Revision,
});

export const HoldoutSchema = named('Holdout', {
  key: Key,
  environment: Key,
  share: Decimal,
  flags: Type.Union([Type.Array(Key), Type.Null()], { description: 'null: all flags' }),
  startAt: Time,
  endAt: nullable(Time),
  revision: Revision,
});

export const OverrideSchema = named('Override', {
  id: Id,
  environment: Key,
  flag: Key,
  subject: Type.Optional(Text),
  group: Type.Optional(Key),
  variant: Key,
  experiment: Type.Union([Id, Type.Null()], {
    description: 'The experiment whose arm it is; null: a variant of the flag',
  }),
  expiresAt: Time,
  createdBy: AuthorSchema,
  createdAt: Time,
  endedAt: nullable(Time),
  revision: Revision,
});

export const ListedConflictDomainSchema = named('ListedConflictDomain', {
  key: Key,
  environment: Key,
  revision: Revision,
});
export const ConflictDomainSchema = named('ConflictDomain', {
  key: Key,
  environment: Key,
  experiments: Type.Array(Type.Object({ experiment: Id, share: Decimal })),
  free: Decimal,
  revision: Revision,
});

export const ParticipationLimitSchema = named('ParticipationLimit', {
  environment: Key,
  limit: nullable(Count),
  revision: Revision,
});
