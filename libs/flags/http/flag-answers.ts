import Type from 'typebox';
import {
  AnyJson,
  Condition,
  Decimal,
  enumOf,
  Id,
  Key,
  mapOf,
  named,
  nullable,
  Revision,
  Semantics,
  Text,
  Time,
} from '../../platform/http/schemas.js';
import { FLAG_TYPES } from '../flag.events.js';

const PinSchema = named('Pin', {
  experiment: Id,
  experimentKey: Key,
  variant: Key,
  value: AnyJson,
  kind: enumOf(['rollout', 'rollback']),
  since: Time,
  targeting: Type.Union([Condition, Type.Null()], { description: 'Audience of the experiment; null: everybody' }),
});

const RuleSchema = named('Rule', {
  name: nullable(Text),
  when: Condition,
  serve: Type.Union([Key, Type.Object({ split: mapOf(Decimal) })], {
    description: 'A variant, or percents by variant',
  }),
});

const RequirementSchema = named('Requirement', { flag: Key, variant: Key });

/** A flag in one environment, without its pins. */
const flag = {
  key: Key,
  type: enumOf(FLAG_TYPES),
  description: Text,
  tags: Type.Array(Text),
  owner: Text,
  metadata: mapOf(Type.Union([Text, Type.Number(), Type.Boolean()])),
  clientVisible: Type.Boolean(),
  variants: mapOf(AnyJson),
  default: AnyJson,
  defaultVariant: nullable(Key),
  rules: Type.Array(RuleSchema),
  semantics: Semantics,
  requires: Type.Array(RequirementSchema, { description: 'All must hold, or the flag serves its default' }),
  archived: Type.Boolean(),
  createdAt: Time,
  environment: Key,
  enabled: Type.Boolean(),
  revision: Revision,
};

const lifted = Type.Array(Id, { description: 'Experiments whose pins the change ended' });

export const FlagSchema = named('Flag', flag);
const lastEvaluatedAt = Type.Union([Time, Type.Null()], {
  description: 'Begin of the hour in which it was last asked for by its key; null: not known to have been',
});

export const ListedFlagSchema = named('ListedFlag', { ...flag, lastEvaluatedAt });
export const FlagWithPinsSchema = named('FlagWithPins', { ...flag, lastEvaluatedAt, pins: Type.Array(PinSchema) });
export const EditedFlagSchema = named('EditedFlag', { ...flag, lifted: Type.Optional(lifted) });
export const FlagAfterPinSchema = named('FlagAfterPin', { ...flag, lifted, pins: Type.Array(PinSchema) });

export const DependentSchema = named('DependentFlag', {
  key: Key,
  variant: Type.Unsafe<string>({ ...Key, description: 'The variant that it requires' }),
  archived: Type.Boolean(),
});
