import Type from 'typebox';
import { Count, Decimal, enumOf, Key, named, nullable } from '../../platform/http/schemas.js';
import { RATE_UNKNOWN, type RateUnknown } from '../analysis/progress.js';
import { VERDICTS } from '../../statistics/index.js';

const STATES = ['ok', 'failing', 'not_enough_data'] as const;

export const HealthCheckSchema = Type.Union(
  [
    named('SampleRatioCheck', {
      check: enumOf(['srm']),
      state: enumOf(STATES),
      eValue: Type.Number({ minimum: 0, description: 'Evidence that subjects do not split by the weights' }),
      threshold: Type.Number(),
      split: Type.Array(Type.Object({ variant: Key, observed: Count, expected: Decimal })),
    }),
    named('DoubleExposureCheck', {
      check: enumOf(['double_exposure']),
      state: enumOf(STATES),
      subjects: Count,
      doubleExposed: Count,
      share: nullable(Type.Number()),
      threshold: Type.Number(),
    }),
    named('SilenceCheck', {
      check: enumOf(['silence']),
      state: enumOf(STATES),
      quietMinutes: Type.Union([Count, Type.Null()], { description: 'null: it does not run' }),
      threshold: Count,
    }),
  ],
  { $id: 'HealthCheck' },
);

const RateUnknownSchema = Type.Unsafe<RateUnknown>({
  ...enumOf(RATE_UNKNOWN),
  description:
    'too_early: it started less than an hour ago. nobody_came: no exposure of late. nothing_named: no flag or experiment',
});

export const PlanReportSchema = named('PlanReport', {
  mde: Decimal,
  power: Decimal,
  alpha: Decimal,
  subjects: Type.Union([Count, Type.Null()], { description: 'null: a plan of days' }),
  days: nullable(Count),
  reachedSubjects: Count,
  reachedDays: Type.Number({ description: 'Days in which it ran' }),
  reached: Type.Boolean(),
  daysLeft: Type.Union([Type.Number(), Type.Null()], { description: 'null: the rate is not known' }),
  daysLeftReason: Type.Optional(RateUnknownSchema),
  perDay: Type.Union([Type.Number(), Type.Null()], { description: 'Subjects a day, of the last 7 days' }),
  perDayReason: Type.Optional(RateUnknownSchema),
});

const ReasonSchema = named('VerdictReason', {
  kind: enumOf([
    'health',
    'margin_violated',
    'margin_undecided',
    'margins_safe',
    'primary_worse',
    'primary_better',
    'primary_undecided',
    'primary_not_computable',
    'no_primary_metric',
    'within_planned_mde',
    'plan_reached',
    'plan_not_reached',
    'no_plan',
    'completed_early',
  ]),
  problem: Type.Optional(enumOf(['sample_ratio_mismatch', 'double_exposure', 'silence'])),
  metric: Type.Optional(Key),
  guardrail: Type.Optional(Key),
  daysLeft: Type.Optional(nullable(Type.Number())),
});
const Reasons = Type.Array(ReasonSchema, { minItems: 1 });

export const VerdictSchema = named('Verdict', {
  kind: enumOf(VERDICTS),
  variant: Type.Union([Key, Type.Null()], { description: 'The treatment that the verdict is of' }),
  reasons: Reasons,
  arms: Type.Array(named('ArmVerdict', { variant: Key, kind: enumOf(VERDICTS), reasons: Reasons })),
});
