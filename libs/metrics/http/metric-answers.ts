import Type from 'typebox';
import {
  Condition,
  Decimal,
  enumOf,
  Key,
  named,
  nullable,
  Revision,
  Semantics,
  Text,
} from '../../platform/http/schemas.js';
import { DIRECTIONS } from '../metric.js';
import { METRIC_KINDS } from '../rule.js';

const where = Type.Optional(Condition);
const PartSchema = named('MetricRulePart', { event: Key, property: Type.Optional(Text), where });
const semantics = Type.Optional(Type.Unsafe<1 | 2>(Semantics));

export const MetricSchema = named('Metric', {
  key: Key,
  version: Type.Integer({ minimum: 1 }),
  name: Text,
  kind: enumOf(METRIC_KINDS),
  direction: enumOf(DIRECTIONS),
  rule: named('MetricRule', {
    numeratorEvent: Type.Optional(Key),
    denominatorEvent: Type.Optional(Key),
    numerator: Type.Optional(PartSchema),
    denominator: Type.Optional(PartSchema),
    event: Type.Optional(Key),
    property: Type.Optional(Text),
    quantile: Type.Optional(Decimal),
    where,
    semantics,
  }),
  cap: Type.Union([Decimal, Type.Null()], { description: "A subject's sum counts up to it; null: all of it" }),
  varianceReduction: nullable(Type.Object({ days: Type.Integer({ minimum: 1, maximum: 14 }) })),
  archived: Type.Boolean({ description: 'No experiment may attach it any more' }),
  revision: Revision,
});
