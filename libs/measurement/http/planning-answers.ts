import Type from 'typebox';
import { Count, Decimal, enumOf, Id, Key, named } from '../../platform/http/schemas.js';
import { UNREACHABLE } from '../analysis/planning.js';
import { RATE_UNKNOWN } from '../analysis/progress.js';

const SizeSchema = named('PlannedSize', {
  total: Type.Integer({ minimum: 1, description: 'Subjects of all arms together' }),
  perArm: Type.Array(Count, { description: 'Control first' }),
  days: Type.Union([Type.Number(), Type.Null()], { description: 'At the recent rate; null: it is not known' }),
});

export const PlanSchema = named('ExperimentPlan', {
  metric: Key,
  mde: Decimal,
  alpha: Decimal,
  power: Decimal,
  weights: Type.Array(Type.Number(), { description: 'Of control first, of any scale' }),
  baseline: named('Baseline', {
    n: Count,
    mean: Type.Number(),
    variance: Type.Number({ minimum: 0 }),
    experiment: Type.Union([Id, Type.Null()], { description: 'Whose control it is; null: as given' }),
  }),
  perDay: Type.Union([Type.Number(), Type.Null()], { description: 'Subjects a day of late; null: not known' }),
  perDayReason: Type.Optional(enumOf(RATE_UNKNOWN)),
  state: enumOf(['ok', 'unreachable']),
  reason: Type.Optional(enumOf(UNREACHABLE)),
  fixed: Type.Union([SizeSchema, Type.Null()], { description: 'For a test that is looked at once' }),
  alwaysValid: Type.Union([SizeSchema, Type.Null()], { description: 'For a test that may be looked at every day' }),
});
