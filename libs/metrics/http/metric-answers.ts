import Type from 'typebox';
import { Decimal, enumOf, Key, named, Revision, Text } from '../../platform/http/schemas.js';
import { DIRECTIONS, METRIC_KINDS } from '../metric.js';

export const MetricSchema = named('Metric', {
  key: Key,
  version: Type.Integer({ minimum: 1 }),
  name: Text,
  kind: enumOf(METRIC_KINDS),
  direction: enumOf(DIRECTIONS),
  rule: named('MetricRule', {
    numeratorEvent: Type.Optional(Key),
    denominatorEvent: Type.Optional(Key),
    event: Type.Optional(Key),
    property: Type.Optional(Text),
    quantile: Type.Optional(Decimal),
  }),
  revision: Revision,
});
